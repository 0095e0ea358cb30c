namespace HieImaging.Hl7v2.Acknowledging;

/// <summary>MSA-1 in original mode (table 0008).</summary>
public enum AcknowledgementCode
{
    /// <summary>Taken, and committed.</summary>
    AA,

    /// <summary>Not done: what it says cannot be, or cannot be now; the sender may send it again.</summary>
    AE,

    /// <summary>Refused for what it is: type, event, version, processing id.</summary>
    AR,
}
