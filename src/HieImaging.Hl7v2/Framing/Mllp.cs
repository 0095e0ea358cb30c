namespace HieImaging.Hl7v2.Framing;

/// <summary>The minimal lower layer protocol (HL7 v2.5 appendix C.4): <c>0x0B</c>, the message, <c>0x1C 0x0D</c>.</summary>
public static class Mllp
{
    public const byte Start = 0x0B, End = 0x1C, Return = 0x0D;

    public static byte[] Frame(ReadOnlySpan<byte> message) => [Start, .. message, End, Return];
}
