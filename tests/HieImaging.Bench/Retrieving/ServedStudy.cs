using System.Security.Cryptography;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.Wire.Multipart;

namespace HieImaging.Bench.Retrieving;

/// <summary>A study as files that hold an archive's whole answers, so that whoever serves them does nothing but send.</summary>
/// <param name="Bytes">Of each answer.</param>
/// <param name="Digests">SHA-256 of each instance, in their order; none of one whose pixels are a hole.</param>
internal sealed record ServedStudy(PhantomStudy Study, long Bytes, IReadOnlyList<string> Digests)
{
    public const string Boundary = "the-archives-own-boundary";

    /// <summary>Media type of the study and of one instance.</summary>
    public const string Instances = $"multipart/related; type=\"application/dicom\"; boundary=\"{Boundary}\"";

    /// <summary>Media type of a frame.</summary>
    public const string Frames = $"multipart/related; type=\"application/octet-stream\"; boundary=\"{Boundary}\"";

    /// <summary>105 MB: 200 CT slices of 512 × 512 × 16 bits, in <c>study</c>; the first of them in <c>instance</c>, its frame in <c>frame</c>.</summary>
    public static async Task<ServedStudy> SlicesAsync(string folder, string hospital, CancellationToken cancellation)
    {
        var study = Named(hospital, new PhantomSeries("CT", "Head 0.7 mm", 200, 512));
        var digests = new List<string>();
        await using var file = File.Create(Path.Combine(folder, "study"));
        var whole = new MultipartRelatedWriter(file, Boundary);
        foreach (var instance in study.Instances())
        {
            digests.Add(Convert.ToHexStringLower(SHA256.HashData(instance.Part10)));
            await whole.BeginPartAsync([("Content-Type", "application/dicom")], cancellation);
            await file.WriteAsync(instance.Part10, cancellation);
        }
        await whole.EndAsync(cancellation);
        await OneAsync(Path.Combine(folder, "instance"), "application/dicom", study.Instance(0, 0).Part10, cancellation);
        await OneAsync(Path.Combine(folder, "frame"), "application/octet-stream", new byte[512 * 512 * 2], cancellation);
        return new ServedStudy(study, file.Length, digests);
    }

    /// <summary>4 GB: eight instances of 1,024 frames, in <c>large</c>; the pixels are holes in the file, and take no disk.</summary>
    public static async Task<ServedStudy> LargeAsync(string folder, string hospital, CancellationToken cancellation)
    {
        const int Pixels = 512 * 512 * 2 * 1024;
        var study = Named(hospital, new PhantomSeries("CT", "Four gigabytes", 8, 16));
        await using var file = File.Create(Path.Combine(folder, "large"));
        var whole = new MultipartRelatedWriter(file, Boundary);
        foreach (var instance in study.Instances())
        {
            var image = DicomFile.Open(instance.Part10).Dataset;
            image.Remove(DicomTag.PixelData);
            var head = new DicomFile(image, DicomTransferSyntax.ExplicitVRLittleEndian).ToArray();
            await whole.BeginPartAsync([("Content-Type", "application/dicom")], cancellation);
            await file.WriteAsync(head, cancellation);
            await file.WriteAsync(PixelDataOf(Pixels), cancellation);
            file.Seek(Pixels, SeekOrigin.Current);
        }
        await whole.EndAsync(cancellation);
        return new ServedStudy(study, file.Length, []);
    }

    // Explicit VR little endian: tag, OW, two reserved bytes, length (PS3.5 7.1.2).
    private static byte[] PixelDataOf(int length) =>
        [0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W', 0, 0, .. BitConverter.GetBytes(length)];

    private static async Task OneAsync(string path, string type, byte[] body, CancellationToken cancellation)
    {
        await using var file = File.Create(path);
        var one = new MultipartRelatedWriter(file, Boundary);
        await one.BeginPartAsync([("Content-Type", type)], cancellation);
        await file.WriteAsync(body, cancellation);
        await one.EndAsync(cancellation);
    }

    private static PhantomStudy Named(string hospital, PhantomSeries series) => new()
    {
        Hospital = hospital,
        Person = new PhantomPerson("Bench", series.Description, new DateOnly(1961, 3, 14), "F"),
        PatientId = "B1",
        Accession = $"{series.Description.Length}-{Guid.NewGuid().ToString("N")[..8]}",
        Description = series.Description,
        Series = [series],
    };
}
