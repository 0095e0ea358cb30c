using HieImaging.DocumentStore;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.Identity.Rebuilding;
using HieImaging.RecordLocator.Participants;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Xunit.Abstractions;
using static HieImaging.SystemTests.Storing.LinkingDatabase;

namespace HieImaging.SystemTests.Storing;

/// <summary>Linking on a real database, with buckets so small that they are divided: one by one, backwards or all at once.</summary>
public sealed class LinkedTransactionTests(ITestOutputHelper output)
{
    private static readonly CancellationToken None = CancellationToken.None;

    // Some of their keys are divided, and the desk's telephone more than once.
    [Fact]
    public async Task What_a_load_reads_by_two_connections_links_as_what_a_feed_reads_by_one()
    {
        var words = Words(new Random(6));
        Assert.Equal(await StateAsync(alone: false), await StateAsync(alone: true));

        async Task<string> StateAsync(bool alone)
        {
            await using var servers = await NewAsync();
            var (store, context) = servers.Open();
            using var turn = alone ? null : new LinkingTurn(store, None);
            await FeedAsync(store, context, [.. words.Where((_, at) => at % 2 == 0)], turn);
            await FeedAsync(store, context, [.. words.Where((_, at) => at % 2 == 1)], turn);
            Assert.NotEqual(0L, await servers.ScalarAsync($"select count(*) from identity.blocking_key where sid = 0"));
            return await servers.StateAsync();
        }
    }

    // HAPI #8342: where there were too many candidates, none was found and nobody was told.
    [Fact]
    public async Task One_by_one_backwards_all_at_once_and_by_messages_end_in_the_same_persons_and_rebuild_agrees()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var words = Words(new Random(seed));
        var ends = new List<string>();
        foreach (var (batches, byMessages) in (IEnumerable<(IEnumerable<IReadOnlyList<FeedWord>>, bool)>)
        [
            (words.Chunk(1), false), (words.AsEnumerable().Reverse().Chunk(1), false), ([words], false), (words.Chunk(7), false), ([words], true),
        ])
        {
            await using var servers = await NewAsync();
            var (store, context) = servers.Open();
            foreach (var batch in batches)
                await (byMessages ? TellAsync(store, context, batch) : FeedAsync(store, context, batch));
            ends.Add(await servers.StateAsync());

            Assert.NotEqual(0L, await servers.ScalarAsync($"select count(*) from identity.blocking_key where sid = 0"));
            Assert.Equal((long)Persons, await servers.ScalarAsync($"select count(*) from record_locator.person where not deleted"));
            var domain = new CurrentDomain(store, NullLogger<CurrentDomain>.Instance);
            Assert.All(await new RebuildPersons(store, domain, context).RunAsync(write: false, None), report => Assert.Empty(report.Different));
        }
        Assert.All(ends, end => Assert.Equal(ends[0], end));
    }

    [Fact]
    public async Task A_link_by_a_steward_and_its_undoing_leave_the_bytes_of_persons_and_keys_as_they_were()
    {
        await using var servers = await NewAsync();
        var (store, context) = servers.Open();
        var words = Words(new Random(1))[..4];
        await FeedAsync(store, context, [words[0]]);
        await FeedAsync(store, context, [words[2]]);
        var before = await servers.StateAsync();
        string[] pair = [.. new[] { words[0], words[2] }.Select(word => Ids.Source(word.Identifier)).Order(StringComparer.Ordinal)];

        await AssertAsync(store, context, pair, $"""
            insert into identity.assertion (low, high, kind, origin, actor, said_at, cause) values ({pair[0]}, {pair[1]}, 'must', 'steward', 'x', now(), 'test')
            """);
        Assert.Equal(1L, await servers.ScalarAsync($"select count(*) from record_locator.person where not deleted"));
        Assert.NotEqual(before, await servers.StateAsync());

        await AssertAsync(store, context, pair, $"""
            insert into identity.assertion (low, high, kind, origin, actor, said_at, cause)
            values ({pair[0]}, {pair[1]}, 'cannot', 'steward', 'x', now() + interval '1 second', 'test')
            """);
        Assert.Equal(before, await servers.StateAsync());
        // HAPI #6297: of the person that a parting made anew, nobody was told
        Assert.Equal(2L, await servers.ScalarAsync($"""
            select count(distinct told.body::jsonb ->> 'Person') from document_store.outbox told
            join record_locator.person person on person.id = told.body::jsonb ->> 'Person' and (told.body::jsonb ->> 'Version')::int = person.version
            where told.type = 'PersonChanged' and not person.deleted
            """));
    }

    // An update that says nothing else moves nothing (OpenCR breaks and runs all matches again).
    [Fact]
    public async Task The_same_word_again_writes_nothing()
    {
        await using var servers = await NewAsync();
        var (store, context) = servers.Open();
        var words = Words(new Random(2))[..4];
        await FeedAsync(store, context, words);
        SqlFragment rows = $"select (select count(*) from identity.link_decision) + (select sum(version) from record_locator.person)::bigint";
        var before = await servers.ScalarAsync(rows);
        await LinkedTransaction.RunAsync(context, () => store.OpenSession(None), [],
            _ => Task.FromResult(new Touched<bool>([.. words.Select(word => Ids.Source(word.Identifier))], true)), None);
        Assert.Equal(before, await servers.ScalarAsync(rows));
    }

    // The newcomer has read who was there and is about to write the person; the word is the same, but was said last, so the person shows it.
    [Fact]
    public async Task A_word_repeated_while_somebody_joins_it_counts()
    {
        await using var servers = await NewAsync();
        var (store, context) = servers.Open();
        var words = Words(new Random(3))[..2].Select((word, at) => word with { SaidAt = word.SaidAt!.Value.AddMinutes(at) }).ToList();
        await FeedAsync(store, context, [words[0]]);
        Task<bool> joining, repeated;
        await using (var holding = await store.OpenSession(None))
        {
            await holding.QueryAsync(
                $"select 1 from record_locator.person where id = {Ids.Person(Ids.Source(words[0].Identifier))} for update", _ => true, None);
            joining = FeedAsync(store, context, [words[1]]);
            await Deadline.Until("the newcomer waits", async () => await servers.WaitingAsync() == 1);
            repeated = FeedAsync(store, context, [words[0] with { SaidAt = words[1].SaidAt!.Value.AddMinutes(1) }]);
            await Deadline.Until("the repeated word is taken, or waits", async () => repeated.IsCompleted || await servers.WaitingAsync() == 2);
        }
        await Task.WhenAll(joining, repeated);

        Assert.Equal(1L, await servers.ScalarAsync($"select count(*) from record_locator.person where not deleted"));
        var domain = new CurrentDomain(store, NullLogger<CurrentDomain>.Instance);
        Assert.All(await new RebuildPersons(store, domain, context).RunAsync(write: false, None), report => Assert.Empty(report.Different));
    }

    [Fact]
    public async Task That_too_many_hang_together_is_no_longer_in_review_when_they_do_not()
    {
        await using var servers = await NewAsync();
        var (store, context) = servers.Open(new MatchingOptions { LargestComponent = 2 });
        var words = Words(new Random(3));
        string[] ids = [.. new[] { 0, 2, 4 }.Select(i => Ids.Source(words[i].Identifier)).Order(StringComparer.Ordinal)];
        foreach (var i in (int[])[0, 2, 4])
            await FeedAsync(store, context, [words[i]]);
        foreach (string[] pair in (string[][])[[ids[0], ids[1]], [ids[1], ids[2]]])
            await AssertAsync(store, context, pair, $"""
                insert into identity.assertion (low, high, kind, origin, actor, said_at, cause) values ({pair[0]}, {pair[1]}, 'must', 'feed', 'x', now(), 'test')
                """);
        SqlFragment waiting = $"select count(*) from identity.review_item where state = 'open' and low = high";
        Assert.Equal(1L, await servers.ScalarAsync(waiting));

        await AssertAsync(store, context, [ids[1], ids[2]], $"update identity.assertion set revoked_at = now() where low = {ids[1]}");
        Assert.Equal(0L, await servers.ScalarAsync(waiting));
    }

    // Ten in a chain, where four times two are read: of a person as it stands nothing is lost.
    [Fact]
    public async Task Of_more_than_can_be_read_each_person_stays_as_it_is_and_shows_what_its_sources_say()
    {
        await using var servers = await NewAsync();
        var (store, context) = servers.Open(new MatchingOptions { LargestComponent = 2 });
        var words = Words(new Random(6)).Where((_, i) => i % 2 == 0).Take(10).OrderBy(word => Ids.Source(word.Identifier), StringComparer.Ordinal).ToList();
        string[] ids = [.. words.Select(word => Ids.Source(word.Identifier))];
        await FeedAsync(store, context, words);
        foreach (string[] pair in ids.Zip(ids.Skip(1), (low, high) => new[] { low, high }))
            await AssertAsync(store, context, pair, $"""
                insert into identity.assertion (low, high, kind, origin, actor, said_at, cause) values ({pair[0]}, {pair[1]}, 'must', 'feed', 'x', now(), 'test')
                """);
        var moved = System.Text.Encoding.UTF8.GetString(words[1].Patient).Replace("617 2428761", "312 5550188", StringComparison.Ordinal);
        await FeedAsync(store, context, [words[1] with { SaidAt = words[1].SaidAt!.Value.AddDays(1), Patient = System.Text.Encoding.UTF8.GetBytes(moved) }]);

        Assert.Equal(9L, await servers.ScalarAsync($"select count(distinct person_id) from record_locator.person_link"));
        Assert.Equal(1L, await servers.ScalarAsync($"""
            select count(*) from record_locator.person where not deleted and sources = {ids[..2]} and convert_from(body, 'UTF8') like '%312 5550188%'
            """));
    }
}
