namespace HieImaging.Harness.Faulting.Working;

/// <summary>An operation with all that its attempts need: the same bytes under the same ids each time.</summary>
/// <param name="SendAsync">One attempt.</param>
/// <param name="Acknowledged">What its hospital notes down when it is done; gets the answer's handle.</param>
internal sealed record Planned(Operation Operation, Func<CancellationToken, Task<Answer>> SendAsync, Action<string?> Acknowledged);
