using HieImaging.Harness.Faulting.Working;

namespace HieImaging.Harness.Faulting.Checking;

/// <summary>An operation, and all that its hospital was told of it.</summary>
/// <param name="Outcome">Ok, Fail, or Info where nobody knows.</param>
/// <param name="Trace">Of the attempt that was answered; null with Info.</param>
/// <param name="Unanswered">Traces of attempts whose outcome was not told.</param>
public sealed record ToldOperation(Operation Operation, HistoryWhat Outcome, string? Trace, string? Answer, IReadOnlyList<string> Unanswered)
{
    public bool IsOk => Outcome == HistoryWhat.Ok;

    /// <summary>It may have been done, and may not.</summary>
    public bool IsOpen => Outcome == HistoryWhat.Info;
}

/// <summary>A history by operation, in the order in which they were begun.</summary>
/// <param name="Reads">Traces of the reads that were answered.</param>
public sealed record ToldHistory(IReadOnlyList<ToldOperation> Operations, IReadOnlyList<string> Reads)
{
    /// <summary>An operation without an end is open: its client may have died.</summary>
    public static ToldHistory Of(IEnumerable<HistoryEvent> events)
    {
        var told = new SortedDictionary<int, ToldOperation>();
        var reads = new List<string>();
        foreach (var one in events)
            switch (one.What)
            {
                case HistoryWhat.Read:
                    reads.Add(one.Trace!);
                    break;
                case HistoryWhat.Invoke:
                    told[one.Operation] = new ToldOperation(one.Invoked!, HistoryWhat.Info, null, null, []);
                    break;
                case HistoryWhat.Unanswered:
                    told[one.Operation] = told[one.Operation] with { Unanswered = [.. told[one.Operation].Unanswered, one.Trace!] };
                    break;
                default:
                    told[one.Operation] = told[one.Operation] with { Outcome = one.What, Trace = one.Trace, Answer = one.Answer };
                    break;
            }
        return new ToldHistory([.. told.Values], reads);
    }

    /// <summary>Numbers of the patients whose feed was acknowledged.</summary>
    public IReadOnlySet<string> Fed { get; } = Operations
        .Where(one => one.IsOk).Select(one => one.Operation.Patient).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>What was done, or may have been, to each study, in the order in which its hospital did it.</summary>
    public ILookup<string, (ToldOperation By, SaidStudy Said)> Studies => Operations
        .Where(one => one.Outcome != HistoryWhat.Fail)
        .SelectMany(one => one.Operation.Studies.Select(said => (By: one, Said: said)))
        .ToLookup(one => one.Said.Study, StringComparer.Ordinal);
}
