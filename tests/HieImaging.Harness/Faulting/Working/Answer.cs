namespace HieImaging.Harness.Faulting.Working;

/// <summary>What an attempt was answered.</summary>
internal enum AnswerKind
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It is refused for good.</summary>
    Refused,

    /// <summary>The exchange cannot do it now (503, XDSRepositoryBusy …); whether it was done is not known.</summary>
    Busy,
}

/// <param name="Said">A status or a code.</param>
/// <param name="Handle">By what the thing that was made is spoken of, where the exchange decides that.</param>
internal sealed record Answer(AnswerKind Kind, string Said, string? Handle = null);
