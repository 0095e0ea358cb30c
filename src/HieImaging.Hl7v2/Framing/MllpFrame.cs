using HieImaging.Hl7v2.Messages;

namespace HieImaging.Hl7v2.Framing;

/// <summary>What came between a start block and its end.</summary>
public abstract record MllpFrame
{
    private MllpFrame() { }

    /// <param name="Bytes">Good until the next frame is read.</param>
    public sealed record Whole(ReadOnlyMemory<byte> Bytes) : MllpFrame;

    /// <summary>More than the bounds allow, or torn: what follows its end is no start.</summary>
    /// <param name="Beginning">Enough to know to whom to answer.</param>
    /// <param name="CanGoOn">Its end was found; otherwise the connection is of no more use.</param>
    public sealed record Refused(Hl7Error Error, ReadOnlyMemory<byte> Beginning, bool CanGoOn) : MllpFrame;

    /// <summary>The peer went before the end.</summary>
    public sealed record CutOff : MllpFrame;
}
