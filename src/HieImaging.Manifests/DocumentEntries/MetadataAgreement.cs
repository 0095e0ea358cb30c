using System.Globalization;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;

namespace HieImaging.Manifests.DocumentEntries;

/// <summary>
/// Whether a submitted DocumentEntry says what its key object says (RAD TF-2 4.68.4.1.2.3). Whether that refuses or warns is the domain's
/// <c>codes.mode</c>.
/// </summary>
public static class MetadataAgreement
{
    /// <summary>One error for each attribute that disagrees; its text names attributes, never a patient. Empty: they agree.</summary>
    /// <param name="zone">Zone of the times that the object writes without an offset; null: such times are compared by their dates.</param>
    public static IReadOnlyList<RegistryError> Of(DocumentEntry entry, IReadOnlyList<Manifest> manifests, TimeZoneInfo? zone)
    {
        var first = manifests[0];
        var disagreements = new List<RegistryError>();
        void Expect(bool agrees, string attribute, string with)
        {
            if (!agrees)
                disagreements.Add(new RegistryError(RegistryErrorCode.RepositoryMetadataError,
                    $"{attribute} disagrees with {with}.", Severity.Error, entry.EntryUuid));
        }

        Expect(entry.UniqueId == first.KeyObject.Text, "uniqueId", "the SOP Instance UID (0008,0018) of the key object");
        Expect(entry.MimeType == DocumentEntryWriter.MimeType, "mimeType", "application/dicom");
        Expect(entry.FormatCode is { Value: DocumentEntryWriter.FormatCode, Scheme: DocumentEntryWriter.FormatScheme },
            "formatCode", "Key Object Selection Document Storage");
        Expect(
            Agrees(entry.CreationTime, first.Created ?? first.Content, zone),
            "creationTime",
            "the creation of the key object, (0008,0012) or (0008,0023)");
        Expect(ModalitiesAgree(entry, manifests), "eventCodeList", "the modalities of the referenced instances");
        Expect(
            ProceduresOf(manifests) is not { Count: > 0 } codes || codes.Contains(entry.TypeCode?.Value),
            "typeCode",
            "Procedure Code Sequence (0008,1032)");
        Expect(entry.SourcePatient == first.Patient.Identifier, "sourcePatientId", "Patient ID (0010,0020) and its issuer");
        Expect(AccessionsAgree(entry, manifests), "referenceIdList", "the accession numbers of the key object");
        Expect(StudiesAgree(entry, manifests), "referenceIdList", "the Study Instance UIDs of the evidence");
        Expect(
            manifests.All(m => m.Study.Started is null)
                || manifests.Any(m => m.Study.Started is { } started && Agrees(entry.ServiceStartTime, started, zone)),
            "serviceStartTime", "study date and time (0008,0020), (0008,0030)");
        return disagreements;
    }

    private static List<string?> ProceduresOf(IReadOnlyList<Manifest> manifests) =>
        [.. manifests.Select(manifest => manifest.Study.Procedure?.Value).Where(code => code is not null)];

    // Each distinct modality once and nothing that does not occur; a code that is no modality (a region) is not judged.
    private static bool ModalitiesAgree(DocumentEntry entry, IReadOnlyList<Manifest> manifests)
    {
        var stated = entry.EventCodes.Where(code => XdsCodes.IsDcm(code.Scheme)).Select(code => code.Value).ToList();
        var occurring = manifests.SelectMany(manifest => manifest.Study.Modalities).ToHashSet(StringComparer.Ordinal);
        return stated.Distinct(StringComparer.Ordinal).Count() == stated.Count && (occurring.Count == 0 || occurring.SetEquals(stated));
    }

    private static bool AccessionsAgree(DocumentEntry entry, IReadOnlyList<Manifest> manifests)
    {
        var known = manifests.SelectMany(manifest => manifest.Study.Accessions).ToList();
        return References(entry, ReferenceId.Accession).All(stated =>
            known.Any(accession => accession.Number == stated.Value
                && (accession.Authority is null || accession.Authority == stated.Authority)));
    }

    private static bool StudiesAgree(DocumentEntry entry, IReadOnlyList<Manifest> manifests) =>
        References(entry, ReferenceId.StudyInstanceUid).All(stated => manifests.Any(manifest => manifest.Study.Uid.Text == stated.Value));

    private static IEnumerable<ReferenceId> References(DocumentEntry entry, string type) => entry.ReferenceIds
        .Select(text => ReferenceId.TryParse(text, out var reference) ? reference : null)
        .OfType<ReferenceId>()
        .Where(reference => reference.Type == type);

    // To the minute where both are instants; otherwise a day's difference may be the time zone. What is absent on either side does not
    // disagree.
    private static bool Agrees(string? dtm, Moment? moment, TimeZoneInfo? zone)
    {
        if (dtm is null || moment is null)
            return true;
        if (dtm.Length is 4 or 6)
            return moment.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture).StartsWith(dtm, StringComparison.Ordinal);
        if (dtm.Length < 8
            || !DateOnly.TryParseExact(dtm[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return false;
        if (moment.Instant(zone) is not { } instant || dtm.Length < 12
            || !TimeOnly.TryParseExact(dtm[8..12], "HHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return Math.Abs(date.DayNumber - moment.Date.DayNumber) <= 1;
        return (date.ToDateTime(time, DateTimeKind.Utc) - instant.UtcDateTime).Duration() <= TimeSpan.FromMinutes(1);
    }
}
