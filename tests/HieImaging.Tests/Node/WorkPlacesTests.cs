using HieImaging.AffinityDomain.Transactions;
using HieImaging.Node.Shedding;
using HieImaging.Wire;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class WorkPlacesTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task One_client_never_has_all_the_places()
    {
        using var places = new WorkPlaces(4, 0, 0.5, Moment);
        Assert.NotNull(await places.TakeAsync("hasty", CancellationToken.None));
        Assert.NotNull(await places.TakeAsync("hasty", CancellationToken.None));
        Assert.Null(await places.TakeAsync("hasty", CancellationToken.None));
        Assert.NotNull(await places.TakeAsync("other", CancellationToken.None));
        Assert.Equal(3, places.Taken);
    }

    [Fact]
    public async Task Whoever_waits_gets_the_place_that_comes_free_and_nobody_waits_for_long()
    {
        using var places = new WorkPlaces(1, 1, 1, TimeSpan.FromSeconds(30));
        var first = await places.TakeAsync("a", CancellationToken.None);
        var waiting = places.TakeAsync("b", CancellationToken.None).AsTask();
        Assert.Null(await places.TakeAsync("c", CancellationToken.None));
        first!.Dispose();
        Assert.NotNull(await waiting);

        using var impatient = new WorkPlaces(1, 1, 1, Moment);
        Assert.NotNull(await impatient.TakeAsync("a", CancellationToken.None));
        Assert.Null(await impatient.TakeAsync("b", CancellationToken.None));
    }

    [Fact]
    public async Task A_place_is_free_again_when_its_request_has_ended()
    {
        using var places = new WorkPlaces(1, 0, 1, Moment);
        for (var i = 0; i < 3; i++)
            (await places.TakeAsync("a", CancellationToken.None))!.Dispose();
        Assert.Equal(0, places.Taken);
    }

    public static TheoryData<Transaction, bool, int> Classes => new()
    {
        { Transaction.Rad68, false, (int)WorkClass.Writes },
        { Transaction.Iti42, false, (int)WorkClass.Writes },
        { Transaction.Iti57, false, (int)WorkClass.Writes },
        { Transaction.Iti104, false, (int)WorkClass.Writes },
        { Transaction.Rad108, false, (int)WorkClass.Writes },
        { Transaction.Manifests, false, (int)WorkClass.Writes },
        { Transaction.Manifests, true, (int)WorkClass.Reads },
        { Transaction.Fhir("ImagingStudy", FhirInteraction.Create), false, (int)WorkClass.Writes },
        { Transaction.Fhir("ImagingStudy", FhirInteraction.Search), false, (int)WorkClass.Reads },
        { Transaction.Iti43, false, (int)WorkClass.Reads },
        { Transaction.Rad129, true, (int)WorkClass.Reads },
        { Transaction.Iti102, false, (int)WorkClass.Reads },
        { Transaction.Rad107, true, (int)WorkClass.Retrievals },
        { Transaction.Iti71, false, (int)WorkClass.Tokens },
        { Transaction.Capabilities, true, (int)WorkClass.Tokens },
    };

    [Theory, MemberData(nameof(Classes))]
    public void Every_transaction_is_counted_with_its_like(Transaction transaction, bool reads, int work) =>
        Assert.Equal((WorkClass)work, WorkOfRequest.Of(transaction, reads));

    [Fact]
    public async Task Bodies_are_refused_midway_when_all_together_are_too_much_and_give_back_what_they_took()
    {
        var budget = new ByteBudget(2 << 20);
        var (first, second) = (new CountedBody(budget, new MemoryStream(new byte[3 << 20])), new CountedBody(budget, new MemoryStream(new byte[3 << 20])));
        await first.CopyToAsync(Stream.Null);
        var refused = await Assert.ThrowsAsync<BadHttpRequestException>(() => second.CopyToAsync(Stream.Null));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, refused.StatusCode);
        Assert.True(second.IsRefused);

        await first.DisposeAsync();
        await second.DisposeAsync();

        await new CountedBody(budget, new MemoryStream(new byte[3 << 20])).CopyToAsync(Stream.Null);
    }
}
