namespace HieImaging.Xds.Soap;

/// <summary>A part that came with a message.</summary>
/// <param name="ContentId">Without angle brackets.</param>
public sealed record SoapAttachment(string ContentId, string? ContentType, ReadOnlyMemory<byte> Content);
