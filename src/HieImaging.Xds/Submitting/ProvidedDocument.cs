namespace HieImaging.Xds.Submitting;

/// <summary>A document of a Provide and Register request: the bytes for the DocumentEntry of this id.</summary>
public sealed record ProvidedDocument(string EntryId, ReadOnlyMemory<byte> Content);
