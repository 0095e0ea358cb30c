using System.Text;

namespace HieImaging.Bench.Registering;

/// <summary>A body of one key object, as STOW-RS takes it (PS3.18 8.6.1.2).</summary>
internal static class MultipartKeyObject
{
    private const string Boundary = "one-key-object";

    public const string ContentType = $"multipart/related; type=\"application/dicom\"; boundary={Boundary}";

    private static readonly byte[] Head = Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: application/dicom\r\n\r\n");
    private static readonly byte[] End = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");

    public static byte[] Of(byte[] keyObject) => [.. Head, .. keyObject, .. End];
}
