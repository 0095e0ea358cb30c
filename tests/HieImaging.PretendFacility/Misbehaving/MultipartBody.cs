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
        if (fault is ArchiveFault.EmptyBody)
            return [];
        var sent = fault switch
        {
            ArchiveFault.MissingInstance => instances.Skip(1),
            ArchiveFault.RepeatedPart => instances.Prepend(instances[0]),
            _ => instances,
        };
        var boundary = fault is ArchiveFault.WrongBoundary ? "another" : Boundary;
        using var body = new MemoryStream();
        foreach (var instance in sent)
        {
            Write(body, $"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n");
            body.Write(instance.Part10);
            Write(body, "\r\n");
        }
        if (fault is ArchiveFault.TruncatedPart)
            body.SetLength(body.Length - instances[^1].Part10.Length / 2);
        else if (fault is not ArchiveFault.NoClosingBoundary)
            Write(body, $"--{boundary}--\r\n");
        return body.ToArray();
    }

    private static void Write(MemoryStream body, string text) => body.Write(Encoding.ASCII.GetBytes(text));
}
