namespace HieImaging.Harness.Faulting.Working;

/// <summary>What a client writes down of an operation.</summary>
public enum HistoryWhat
{
    /// <summary>It is about to ask for the first time.</summary>
    Invoke,

    /// <summary>Done, says the exchange: the end.</summary>
    Ok,

    /// <summary>Refused for good: the end.</summary>
    Fail,

    /// <summary>One attempt has no answer that says what became of it; it is asked again.</summary>
    Unanswered,

    /// <summary>Given up: whether it was done is not known. The end.</summary>
    Info,

    /// <summary>A read that was answered.</summary>
    Read,
}

/// <summary>One line of the history.</summary>
public sealed record HistoryEvent
{
    public required HistoryWhat What { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the operation; 0: a read.</summary>
    public int Operation { get; init; }

    /// <summary>With <see cref="HistoryWhat.Invoke"/>.</summary>
    public Operation? Invoked { get; init; }

    /// <summary>W3C trace id of the attempt: the audit record of it has the same.</summary>
    public string? Trace { get; init; }

    /// <summary>What was answered: a status or a code.</summary>
    public string? Answer { get; init; }
}
