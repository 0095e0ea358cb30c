using HieImaging.Dicom;
using HieImaging.Dicom.Files;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>
/// A manifest becomes an XDS-I.b key object (RAD TF-3 4.68, PS3.16 TID 2010): the same manifest is always the same bytes.
/// </summary>
public static class KeyObjectWriter
{
    /// <summary>A Part 10 file, explicit little endian, ISO_IR 192.</summary>
    public static byte[] Write(Manifest manifest) => new DicomFile(Dataset(manifest)).ToArray();

    private static DicomDataset Dataset(Manifest manifest)
    {
        var study = manifest.Study;
        var offset = manifest.Content?.OffsetMinutes ?? study.Started?.OffsetMinutes;
        var dataset = new DicomDataset
        {
            { DicomTag.SpecificCharacterSet, "ISO_IR 192" },
            { DicomTag.SOPClassUID, DicomUID.KeyObjectSelectionDocumentStorage },
            { DicomTag.SOPInstanceUID, manifest.KeyObject.Text },
            { DicomTag.Modality, "KO" },
            { DicomTag.Manufacturer, "HieImaging" },
            { DicomTag.ReferencedPerformedProcedureStepSequence, Array.Empty<DicomDataset>() },
            { DicomTag.StudyInstanceUID, study.Uid.Text },
            // the key object's own series, derived so that the same manifest is the same object
            { DicomTag.SeriesInstanceUID, DerivedUid.Of("series", manifest.KeyObject.Text).Text },
            { DicomTag.SeriesNumber, "999" },
            { DicomTag.InstanceNumber, "1" },
            { DicomTag.ValueType, "CONTAINER" },
            { DicomTag.ConceptNameCodeSequence, Codes.Item(manifest.Title) },
            { DicomTag.ContinuityOfContent, "SEPARATE" },
            {
                DicomTag.ContentTemplateSequence,
                new DicomDataset { { DicomTag.MappingResource, "DCMR" }, { DicomTag.TemplateIdentifier, "2010" } }
            },
            { DicomTag.CurrentRequestedProcedureEvidenceSequence, Evidence(study) },
        };
        dataset.AddOrUpdate(DicomTag.ContentSequence, study.Series.SelectMany(series => series.Instances).Select(Content));
        Put(dataset, DicomTag.ContentDate, DicomTag.ContentTime, manifest.Content);
        if (manifest.Created is { } created)
            Put(dataset, DicomTag.InstanceCreationDate, DicomTag.InstanceCreationTime, created);
        Put(dataset, DicomTag.StudyDate, DicomTag.StudyTime, study.Started);
        if (offset is { } minutes)
            dataset.Add(DicomTag.TimezoneOffsetFromUTC, OffsetText(minutes));
        PutText(dataset, DicomTag.StudyDescription, study.Description);
        PutOrEmpty(dataset, DicomTag.ReferringPhysicianName, study.ReferringPhysician);
        PutOrEmpty(dataset, DicomTag.StudyID, study.StudyId);
        if (study.Procedure is { } procedure)
            dataset.Add(DicomTag.ProcedureCodeSequence, Codes.Item(procedure));
        PatientWriter.Put(dataset, manifest.Patient);
        RequestWriter.Put(dataset, study);
        return dataset;
    }

    private static DicomDataset Evidence(ManifestStudy study)
    {
        // a series that is at two places is two items of the same series (PS3.3 C.17.2.1)
        var items = study.Series.SelectMany(series => series.Locations.DefaultIfEmpty(new SeriesLocation(null, null, null)), Series);
        return new DicomDataset { { DicomTag.StudyInstanceUID, study.Uid.Text } }.AddOrUpdate(DicomTag.ReferencedSeriesSequence, items);
    }

    private static DicomDataset Series(ManifestSeries series, SeriesLocation location)
    {
        var item = new DicomDataset { { DicomTag.SeriesInstanceUID, series.Uid.Text } };
        PutText(item, DicomTag.RetrieveAETitle, location.AeTitle);
        PutText(item, DicomTag.RetrieveLocationUID, location.Uid?.Text);
        PutText(item, DicomTag.RetrieveURL, location.Url);
        // beside the macro: what an ImagingStudy says of a series, so that a reader of TID 2010 need not guess it from SOP classes
        PutText(item, DicomTag.Modality, series.Modality);
        PutText(item, DicomTag.SeriesDescription, series.Description);
        PutText(item, DicomTag.BodyPartExamined, series.BodyPart);
        if (series.Number is { } number)
            item.Add(DicomTag.SeriesNumber, number);
        if (series.Region is { } region)
            item.Add(DicomTag.AnatomicRegionSequence, Codes.Item(region));
        if (series.Started is { } started)
            Put(item, DicomTag.SeriesDate, DicomTag.SeriesTime, started);
        return item.AddOrUpdate(DicomTag.ReferencedSOPSequence, series.Instances.Select(Reference));
    }

    private static DicomDataset Reference(ManifestInstance instance)
    {
        var item = new DicomDataset
        {
            { DicomTag.ReferencedSOPClassUID, instance.SopClass },
            { DicomTag.ReferencedSOPInstanceUID, instance.Uid.Text }
        };
        if (instance.Number is { } number)
            item.Add(DicomTag.InstanceNumber, number);
        if (instance.Frames is { } frames)
            item.Add(DicomTag.NumberOfFrames, frames);
        PutText(item, DicomTag.ContentDescription, instance.Title);
        return item;
    }

    private static DicomDataset Content(ManifestInstance instance) => new()
    {
        { DicomTag.RelationshipType, "CONTAINS" },
        { DicomTag.ValueType, ReferenceType.Of(instance.SopClass) },
        {
            DicomTag.ReferencedSOPSequence,
            new DicomDataset
            {
                { DicomTag.ReferencedSOPClassUID, instance.SopClass },
                { DicomTag.ReferencedSOPInstanceUID, instance.Uid.Text }
            }
        },
    };

    private static void Put(DicomDataset dataset, DicomTag date, DicomTag time, Moment? moment)
    {
        if (moment is null)
            dataset.AddOrUpdate(date, Array.Empty<string>());
        else
            dataset.AddOrUpdate(date, moment.Date);
        if (moment?.Time is { } clock)
            dataset.AddOrUpdate(time, clock);
        else
            dataset.AddOrUpdate(time, Array.Empty<string>());
    }

    private static void PutText(DicomDataset dataset, DicomTag tag, string? text)
    {
        if (text is not null)
            dataset.AddOrUpdate(tag, text);
    }

    private static void PutOrEmpty(DicomDataset dataset, DicomTag tag, string? text) =>
        dataset.AddOrUpdate(tag, text is null ? [] : [text]);

    private static string OffsetText(int minutes) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}{Math.Abs(minutes) % 60:00}");
}
