using System.Globalization;

namespace HieImaging.Governance.Auditing;

/// <summary>The first thing that is wrong with the audit trail.</summary>
public sealed record AuditFinding(AuditFault Fault, long? Position, Guid? Record)
{
    public override string ToString()
    {
        var place = (Position, Record) switch
        {
            ({ } position, { } record) => string.Create(CultureInfo.InvariantCulture, $" at position {position}, record {record}"),
            ({ } position, null) => string.Create(CultureInfo.InvariantCulture, $" at position {position}"),
            (null, { } record) => $", record {record}",
            _ => "",
        };
        return Fault switch
        {
            AuditFault.Altered => "A record was altered" + place,
            AuditFault.Deleted => "A record was deleted" + place,
            AuditFault.Gap => "A seal was deleted" + place,
            AuditFault.TailCut => "The end of the chain was cut off: a checkpoint was signed" + place,
            AuditFault.Rehashed => "The chain was hashed anew: it is not what was signed" + place,
            AuditFault.BadSignature => "A checkpoint's signature does not hold" + place,
            AuditFault.Unsealed => "A record is neither sealed nor waiting to be" + place,
            _ => throw new InvalidOperationException("The set of faults is closed."),
        } + ".";
    }
}

/// <summary>The ways in which the trail may have been touched.</summary>
public enum AuditFault
{
    Altered,
    Deleted,
    Gap,
    TailCut,
    Rehashed,
    BadSignature,
    Unsealed,
}
