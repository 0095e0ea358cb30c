using HieImaging.Dicom;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>
/// Accession numbers: one is the study's own; of several the study's own is empty and each has its request (RAD MADO, group case).
/// </summary>
internal static class RequestWriter
{
    public static void Put(DicomDataset dataset, ManifestStudy study)
    {
        var accessions = study.Accessions;
        if (accessions is [{ PlacerOrder: null } only])
        {
            PutAccession(dataset, only);
            return;
        }
        dataset.AddOrUpdate(DicomTag.AccessionNumber, Array.Empty<string>());
        if (accessions.Count == 0)
            return;
        dataset.AddOrUpdate(DicomTag.ReferencedRequestSequence, accessions.Select(accession => Request(study, accession)));
    }

    private static DicomDataset Request(ManifestStudy study, Accession accession)
    {
        var item = new DicomDataset
        {
            { DicomTag.StudyInstanceUID, study.Uid.Text },
            { DicomTag.ReferencedStudySequence, Array.Empty<DicomDataset>() }
        };
        PutAccession(item, accession);
        // type 2 of the request macro (PS3.3 C.17.2)
        item.AddOrUpdate(DicomTag.RequestedProcedureDescription, Array.Empty<string>());
        item.AddOrUpdate(DicomTag.RequestedProcedureCodeSequence, Array.Empty<DicomDataset>());
        item.AddOrUpdate(DicomTag.RequestedProcedureID, Array.Empty<string>());
        item.AddOrUpdate(DicomTag.PlacerOrderNumberImagingServiceRequest, accession.PlacerOrder is null ? [] : [accession.PlacerOrder]);
        item.AddOrUpdate(DicomTag.FillerOrderNumberImagingServiceRequest, Array.Empty<string>());
        return item;
    }

    private static void PutAccession(DicomDataset item, Accession accession)
    {
        item.AddOrUpdate(DicomTag.AccessionNumber, accession.Number);
        if (accession.Authority is { } issuer)
            item.AddOrUpdate(DicomTag.IssuerOfAccessionNumberSequence, PatientWriter.Issuer(issuer));
    }
}
