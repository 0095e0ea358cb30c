using HieImaging.DocumentStore;
using HieImaging.Identity.Receiving;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Storing;

/// <summary>What senders of HL7 v2 said under their control ids is remembered for a time, and then forgotten whole.</summary>
[Collection(InOneProcess.Name)]
public sealed class FeedMessagesTests(OneProcess exchange)
{
    [Fact]
    public async Task Messages_are_remembered_for_so_long_and_all_that_are_older_are_forgotten()
    {
        const int Old = 5_001;                                                  // more than go at once
        var sender = "sender-" + exchange.FreshNumber();
        await exchange.ScalarAsync($"""
            insert into identity.feed_message (sender, control_id, sha256, received_at, event, outcome, answer, body)
            select '{sender}', which || '-' || row, '', now() - age, 'ITI-8 ADT^A08', 'AA', '', ''
            from (values ('old', interval '30 days 1 hour', {Old}), ('young', interval '29 days 23 hours', 1), ('new', interval '0', 1)) said (which, age, count),
                 lateral generate_series(1, count) row
            """);
        await using var source = PostgresDataSource.Open(exchange.Database);
        var store = new Store(source, TimeProvider.System);
        Assert.NotNull(await FindAsync(store, sender, "old-1"));

        await FeedMessages.ForgetAsync(store, TimeSpan.FromDays(30), CancellationToken.None);

        Assert.Equal(2L, await exchange.ScalarAsync($"select count(*) from identity.feed_message where sender = '{sender}'"));
        Assert.Null(await FindAsync(store, sender, "old-1"));
        Assert.NotNull(await FindAsync(store, sender, "young-1"));
    }

    private static async Task<FeedMessages.Taken?> FindAsync(Store store, string sender, string controlId)
    {
        await using var session = await store.OpenSession(CancellationToken.None);
        return await FeedMessages.FindAsync(session, sender, controlId, CancellationToken.None);
    }
}
