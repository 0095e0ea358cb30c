using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>Current Requested Procedure Evidence (0040,A375): studies, series, instances; what comes twice counts once.</summary>
internal static class EvidenceReader
{
    public static (IReadOnlyList<ManifestStudy>? Studies, ManifestRefusal? Refusal) Read(
        DicomDataset dataset, ImageLibrary library, ManifestBounds bounds)
    {
        var studies = new OrderedDictionary<StudyInstanceUid, OrderedDictionary<SeriesInstanceUid, SeriesDraft>>();
        var seen = new Dictionary<SopInstanceUid, (StudyInstanceUid Study, SeriesInstanceUid Series, string SopClass)>();
        var offset = Moments.OffsetOf(dataset);
        var references = 0;

        foreach (var studyItem in dataset.GetSequence(DicomTag.CurrentRequestedProcedureEvidenceSequence))
        {
            if (!StudyInstanceUid.TryParse(studyItem.GetString(DicomTag.StudyInstanceUID), out var study))
                return BadUid("Study Instance UID (0020,000D)");
            if (!studies.TryGetValue(study, out var drafts))
                studies.Add(study, drafts = []);
            if (studies.Count > bounds.Studies)
                return (null, new ManifestRefusal(ManifestRefusal.TooMany, $"More than {bounds.Studies} studies."));
            foreach (var seriesItem in studyItem.GetSequence(DicomTag.ReferencedSeriesSequence))
            {
                if (!SeriesInstanceUid.TryParse(seriesItem.GetString(DicomTag.SeriesInstanceUID), out var series))
                    return BadUid("Series Instance UID (0020,000E)");
                if (!drafts.TryGetValue(series, out var draft))
                    drafts.Add(series, draft = new SeriesDraft(series));
                draft.Meet(seriesItem, offset);
                foreach (var sopItem in seriesItem.GetSequence(DicomTag.ReferencedSOPSequence))
                {
                    if (++references > bounds.References)
                        return (null, new ManifestRefusal(
                            ManifestRefusal.TooMany, $"More than {bounds.References} references."));
                    if (!SopInstanceUid.TryParse(sopItem.GetString(DicomTag.ReferencedSOPInstanceUID), out var instance))
                        return BadUid("Referenced SOP Instance UID (0008,1155)");
                    if (!Oid.TryParse(sopItem.GetString(DicomTag.ReferencedSOPClassUID), out var sopClass))
                        return BadUid("Referenced SOP Class UID (0008,1150)");
                    if (seen.TryAdd(instance, (study, series, sopClass.Text)))
                        draft.Instances.Add(library.Described(Instance(sopItem, instance, sopClass.Text)));
                    else if (seen[instance] != (study, series, sopClass.Text))
                        return (null, new ManifestRefusal(ManifestRefusal.Contradiction,
                            "An instance is referenced under two studies, under two series or with two SOP classes."));
                }
            }
        }

        IReadOnlyList<ManifestStudy> read = [.. studies
            .Select(one => new ManifestStudy
            {
                Uid = one.Key,
                Series = [.. one.Value.Values.Where(draft => draft.Instances.Count > 0).Select(draft => library.Described(draft.Series()))],
            })
            .Where(study => study.Series.Count > 0)];
        return read.Count > 0
            ? (read, null)
            : (null, new ManifestRefusal(
                ManifestRefusal.NoEvidence, "Current Requested Procedure Evidence Sequence (0040,A375) references no instance."));
    }

    private static ManifestInstance Instance(DicomDataset item, SopInstanceUid uid, string sopClass) =>
        new(
            uid, sopClass,
            item.GetInt32(DicomTag.InstanceNumber),
            item.GetInt32(DicomTag.NumberOfFrames),
            PlainText.Of(item.GetString(DicomTag.ContentDescription)));

    private static (IReadOnlyList<ManifestStudy>?, ManifestRefusal) BadUid(string attribute) =>
        (null, new ManifestRefusal(ManifestRefusal.BadUid, attribute + " in the evidence is missing or malformed."));
}
