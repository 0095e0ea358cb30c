namespace HieImaging.Hl7v2.Messages;

/// <summary>One ERR: what is wrong, where, and a sentence for whoever looks into it. Never a word of the message itself.</summary>
public sealed record Hl7Error(Hl7ErrorCode Code, string Text, Hl7Location? At = null)
{
    /// <summary>What table 0357 calls the code.</summary>
    public string Meaning => Code switch
    {
        Hl7ErrorCode.SegmentSequence => "Segment sequence error",
        Hl7ErrorCode.RequiredFieldMissing => "Required field missing",
        Hl7ErrorCode.DataType => "Data type error",
        Hl7ErrorCode.TableValueNotFound => "Table value not found",
        Hl7ErrorCode.UnsupportedMessageType => "Unsupported message type",
        Hl7ErrorCode.UnsupportedEventCode => "Unsupported event code",
        Hl7ErrorCode.UnsupportedProcessingId => "Unsupported processing id",
        Hl7ErrorCode.UnsupportedVersionId => "Unsupported version id",
        Hl7ErrorCode.UnknownKeyIdentifier => "Unknown key identifier",
        Hl7ErrorCode.DuplicateKeyIdentifier => "Duplicate key identifier",
        Hl7ErrorCode.ApplicationRecordLocked => "Application record locked",
        _ => "Application internal error",
    };
}

/// <summary>A place in a message (ERL, HL7 v2.5 2.A.28): all numbers from 1.</summary>
public sealed record Hl7Location(string Segment, int Sequence = 1, int? Field = null, int? Repetition = null, int? Component = null);
