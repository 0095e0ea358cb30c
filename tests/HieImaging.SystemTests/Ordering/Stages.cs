using Xunit;

namespace HieImaging.SystemTests.Ordering;

/// <summary>Several of them side by side, each with a database of its own: while one waits for it, another works.</summary>
public sealed class Stages : IAsyncLifetime
{
    public IReadOnlyList<WhoIsWho> All { get; } = [new(), new(), new()];

    public Task InitializeAsync() => Task.WhenAll(All.Select(who => who.InitializeAsync()));

    public Task DisposeAsync() => Task.WhenAll(All.Select(who => who.DisposeAsync()));
}
