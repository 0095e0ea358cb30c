namespace HieImaging.Identity.Receiving;

/// <summary>What is said to a frame.</summary>
/// <param name="IsTooFast">It is one of too many by somebody who does not prove who it is.</param>
internal sealed record MllpReply(ReadOnlyMemory<byte> Bytes, bool IsTooFast);
