using System.Text;
using HieImaging.PretendFacility.Archives;

namespace HieImaging.PretendFacility.Misbehaving;

/// <summary>The multipart/related body of a WADO-RS answer, whole or broken in the way asked for.</summary>
internal static class MultipartBody
{
    private const string Boundary = "pretend-boundary-7f3a";

    public const string ContentType = $"multipart/related; type=\"application/dicom\"; boundary={Boundary}";

    public static byte[] Of(IReadOnlyList<HeldInstance> instances, ArchiveFault fault)
    {
        var sent = fault is ArchiveFault.MissingInstance ? instances.Take(instances.Count - 1) : instances;
        using var body = new MemoryStream();
        foreach (var instance in sent)
        {
            Write(body, $"--{Boundary}\r\nContent-Type: application/dicom\r\n\r\n");
            body.Write(instance.Part10);
            Write(body, "\r\n");
        }
        if (fault is ArchiveFault.TruncatedPart)
            body.SetLength(body.Length - instances[^1].Part10.Length / 2);
        else if (fault is not ArchiveFault.NoClosingBoundary)
            Write(body, $"--{Boundary}--\r\n");
        return body.ToArray();
    }

    private static void Write(MemoryStream body, string text) => body.Write(Encoding.ASCII.GetBytes(text));
}
