using HieImaging.Harness.Faulting.Working;

namespace HieImaging.Harness.Faulting.Checking;

/// <summary>
/// C8. A record tells of an exchange with a caller, not of an effect: an attempt that was answered has exactly one, with its outcome, also where a
/// repetition got the stored answer; one that was cut off has one or none, as it was committed or not; a read has one for each patient in it.
/// </summary>
internal static class AuditCheck
{
    private static readonly ObservedAudit None = new(0, 0);

    public static IEnumerable<Finding> Of(ToldOperation one, Observed seen)
    {
        if (one.Trace is { } trace && seen.Audit.GetValueOrDefault(trace, None) is var records
            && records != (one.IsOk ? new ObservedAudit(1, 0) : new ObservedAudit(0, 1)))
            yield return new Finding("C8", Harm.Other,
                $"operation {one.Operation.Number} ({one.Operation.Kind}, {one.Answer}) has {records.Granted} records of success and {records.Refused} of refusal");
        foreach (var open in one.Unanswered)
            if (seen.Audit.GetValueOrDefault(open, None) is var some && some.Granted + some.Refused > 1)
                yield return new Finding("C8", Harm.Other, $"an unanswered attempt at operation {one.Operation.Number} has {some.Granted + some.Refused} records");
    }

    public static IEnumerable<Finding> OfReads(IEnumerable<string> reads, Observed seen) => reads
        .Where(trace => seen.Audit.GetValueOrDefault(trace, None).Granted == 0)
        .Select(trace => new Finding("C8", Harm.Other, $"the read {trace} was answered and has no record"));
}
