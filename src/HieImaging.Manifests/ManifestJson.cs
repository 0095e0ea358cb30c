namespace HieImaging.Manifests;

/// <summary>A manifest as canonical JSON bytes: what the Registry stores.</summary>
public static class ManifestJson
{
    public static byte[] Write(Manifest manifest) => throw new NotImplementedException();

    /// <exception cref="System.Text.Json.JsonException">Not bytes that <see cref="Write"/> wrote.</exception>
    public static Manifest Read(ReadOnlySpan<byte> utf8) => throw new NotImplementedException();
}
