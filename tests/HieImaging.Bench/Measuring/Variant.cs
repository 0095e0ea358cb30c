namespace HieImaging.Bench.Measuring;

/// <summary>One of several ways to do the same work: the node, or a peer. It throws where an answer is wrong, for a fast error is no result.</summary>
public sealed record Variant(string Name, Func<CancellationToken, Task<Sample>> RunAsync);
