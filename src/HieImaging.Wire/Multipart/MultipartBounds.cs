namespace HieImaging.Wire.Multipart;

/// <summary>How much of a multipart body is read; all counted while streaming.</summary>
public sealed record MultipartBounds
{
    public static readonly MultipartBounds Default = new();

    public int Parts { get; init; } = 64;

    /// <summary>Bytes of one part's headers, and of the preamble.</summary>
    public int HeaderBytes { get; init; } = 16 * 1024;

    public long PartBytes { get; init; } = long.MaxValue;

    /// <summary>Bytes of the whole body, boundaries and headers among them.</summary>
    public long TotalBytes { get; init; } = long.MaxValue;

    /// <summary>The pooled buffer's size; at least twice <see cref="HeaderBytes"/> is taken.</summary>
    public int BufferBytes { get; init; } = 256 * 1024;
}
