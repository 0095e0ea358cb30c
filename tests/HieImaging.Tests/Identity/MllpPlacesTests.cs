using HieImaging.AffinityDomain.Transactions;
using HieImaging.Identity.Receiving;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class MllpPlacesTests
{
    private static readonly MllpOptions Options = new() { AtOnce = 2, QueriesAtOnce = 1, WaitAtMost = TimeSpan.Zero };

    [Fact]
    public async Task Whoever_asks_much_keeps_no_feed_waiting()
    {
        using var places = new MllpPlaces(Options);
        Assert.NotNull(await places.TakeAsync(Transaction.Iti21));
        Assert.Null(await places.TakeAsync(Transaction.Iti9));
        Assert.NotNull(await places.TakeAsync(Transaction.Iti8));
        Assert.NotNull(await places.TakeAsync(Transaction.Iti30));
        Assert.Null(await places.TakeAsync(Transaction.Iti8));
    }

    [Fact]
    public async Task A_place_that_is_given_back_is_the_next_ones()
    {
        using var places = new MllpPlaces(Options);
        (await places.TakeAsync(Transaction.Iti21))!.Dispose();
        Assert.NotNull(await places.TakeAsync(Transaction.Iti9));
    }
}
