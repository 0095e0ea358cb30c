namespace HieImaging.Xds.Retrieving;

/// <summary>A document that an answer brought.</summary>
public sealed record ReceivedDocument(DocumentRequest Request, string MimeType, ReadOnlyMemory<byte> Content);
