using HieImaging.Hl7v2.Acknowledging;
using HieImaging.Hl7v2.Messages;

namespace HieImaging.Identity.Receiving;

/// <summary>Why a message is not taken, and by which code that is told.</summary>
internal sealed record MllpRefusal(AcknowledgementCode Code, Hl7Error Error)
{
    /// <summary>What the message says cannot be, or cannot be now.</summary>
    public static MllpRefusal Fault(Hl7ErrorCode code, string text, Hl7Location? at = null) =>
        new(AcknowledgementCode.AE, new Hl7Error(code, text, at));

    /// <summary>It is refused for what it is or for who sends it; sending it again changes nothing (HL7 v2.5 2.9.2.2).</summary>
    public static MllpRefusal Reject(Hl7ErrorCode code, string text, Hl7Location? at = null) =>
        new(AcknowledgementCode.AR, new Hl7Error(code, text, at));

    /// <summary>Not now: the sender keeps it and comes again.</summary>
    public static MllpRefusal Later(string text) => Fault(Hl7ErrorCode.ApplicationInternalError, text).OneOfMany();

    /// <summary>Whoever sends it may not.</summary>
    public static MllpRefusal Stranger(string why) => Reject(Hl7ErrorCode.ApplicationInternalError, why, new Hl7Location("MSH", 1, 3));

    /// <summary>The trail counts refusals of this kind and does not tell them one by one: whoever loops must not fill it.</summary>
    public bool IsCounted { get; private init; }

    /// <summary>The same refusal of one that comes too fast.</summary>
    public MllpRefusal OneOfMany() => this with { IsCounted = true };
}
