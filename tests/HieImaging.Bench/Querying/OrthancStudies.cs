using HieImaging.Bench.Measuring;
using HieImaging.Bench.Peers;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;

namespace HieImaging.Bench.Querying;

/// <summary>The first studies of the load in Orthanc, one instance each, without pixels: five for a patient, found by QIDO-RS. It knows nobody
/// under two numbers, asks for no token and writes no audit row.</summary>
internal static class OrthancStudies
{
    private const int Studies = 5_000;

    public static async Task FillAsync(OrthancServer orthanc, CancellationToken cancellation) => await Parallel.ForAsync(
        0, Studies, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation },
        async (study, _) => await orthanc.StoreAsync(Part10(study)));

    public static Variant Variant(OrthancServer orthanc)
    {
        var loop = new QueryLoop(
            orthanc.Address, "Accept: application/dicom+json\r\n",
            random => "/dicom-web/studies?PatientID=" + new KnownPatient(random.Next(Studies / StudyLoad.Each)).AtNorth,
            body => Occurrences(body, "\"0020000D\""u8) == StudyLoad.Each);
        return new Variant("Orthanc", async cancellation =>
        {
            var before = orthanc.Tree.CpuMs();
            var sample = await loop.RunAsync(OfOnePatient.Clients, OfOnePatient.Slice, cancellation);
            return sample.With("cpuMs", (orthanc.Tree.CpuMs() - before) / sample.Units);
        });
    }

    public static int Occurrences(ReadOnlySpan<byte> body, ReadOnlySpan<byte> word)
    {
        var count = 0;
        for (int at; (at = body.IndexOf(word)) >= 0; body = body[(at + word.Length)..])
            count++;
        return count;
    }

    private static byte[] Part10(int study)
    {
        var uid = KnownPatient.StudyUid(study);
        var image = new DicomDataset
        {
            { DicomTag.SpecificCharacterSet, "ISO_IR 192" },
            { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
            { DicomTag.SOPInstanceUID, uid + ".1.1" },
            { DicomTag.StudyDate, "20240305" },
            { DicomTag.StudyTime, "093000" },
            { DicomTag.AccessionNumber, KnownPatient.Accession(study) },
            { DicomTag.Modality, "CT" },
            { DicomTag.StudyDescription, "CT head" },
            { DicomTag.PatientName, "Okafor^Adaeze" },
            { DicomTag.PatientID, new KnownPatient(study % (Studies / StudyLoad.Each)).AtNorth },
            { DicomTag.StudyInstanceUID, uid },
            { DicomTag.SeriesInstanceUID, uid + ".1" },
            { DicomTag.SeriesNumber, 1 },
            { DicomTag.InstanceNumber, 1 },
        };
        return new DicomFile(image, DicomTransferSyntax.ExplicitVRLittleEndian).ToArray();
    }
}
