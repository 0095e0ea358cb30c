using System.Text;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.Identity.Rebuilding;
using HieImaging.RecordLocator;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Storing;

/// <summary>Linking on a real database, with buckets so small that they are divided: one by one, backwards or all at once.</summary>
public sealed class LinkedTransactionTests(ITestOutputHelper output)
{
    private const int Persons = 30;

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly ResourceIds Ids = new(new byte[32]);

    // HAPI #8342: where there were too many candidates, none was found and nobody was told.
    [Fact]
    public async Task One_by_one_backwards_and_all_at_once_end_in_the_same_persons_and_rebuild_agrees()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var words = Words(new Random(seed));
        var ends = new List<string>();
        foreach (var batches in (IEnumerable<IReadOnlyList<FeedWord>>[])
            [words.Chunk(1), words.AsEnumerable().Reverse().Chunk(1), [words], words.Chunk(7)])
        {
            await using var servers = await Harness();
            var (store, context) = servers.Open();
            foreach (var batch in batches)
                await FeedAsync(store, context, batch);
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
        await using var servers = await Harness();
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
        await using var servers = await Harness();
        var (store, context) = servers.Open();
        var words = Words(new Random(2))[..4];
        await FeedAsync(store, context, words);
        SqlFragment rows = $"select (select count(*) from identity.link_decision) + (select sum(version) from record_locator.person)::bigint";
        var before = await servers.ScalarAsync(rows);
        await LinkedTransaction.RunAsync(context, () => store.OpenSession(None), [],
            _ => Task.FromResult(new Touched<bool>([.. words.Select(word => Ids.Source(word.Identifier))], true)), None);
        Assert.Equal(before, await servers.ScalarAsync(rows));
    }

    private static Task<bool> FeedAsync(Store store, LinkingContext context, IReadOnlyList<FeedWord> words) => LinkedTransaction.RunAsync(
        context, () => store.OpenSession(None), [.. words.Select(word => Ids.Source(word.Identifier))],
        async session =>
        {
            var outcomes = await FeedSource.StoreAsync(session, Ids, words, None);
            return new Touched<bool>([.. outcomes.SelectMany(outcome => outcome.Touched)], true);
        }, None);

    private static Task<bool> AssertAsync(Store store, LinkingContext context, string[] pair, SqlFragment assertion) => LinkedTransaction.RunAsync(
        context, () => store.OpenSession(None), pair,
        session =>
        {
            session.Enqueue(assertion);
            return Task.FromResult(new Touched<bool>(pair, true));
        }, None);

    // Each at two hospitals, all with one telephone beside their own: the desk's.
    private static List<FeedWord> Words(Random random)
    {
        string Name() => string.Concat(Enumerable.Range(0, 4).Select(_ => $"{"BDFKLMNPRSTV"[random.Next(12)]}{"AEIOU"[random.Next(5)]}"));
        var words = new List<FeedWord>();
        for (var i = 0; i < Persons; i++)
        {
            var (family, given, street) = (Name(), Name(), Name());
            var born = new DateOnly(1940, 1, 2).AddDays(random.Next(25_000)).ToString("yyyy-MM-dd", null);
            var number = $"{random.Next(100, 999)}4{random.Next(1000, 9999)}{random.Next(10, 99)}";
            foreach (var authority in (string[])["1.2.3.1", "1.2.3.2"])
                words.Add(new FeedWord
                {
                    Identifier = PatientIdentifier.Create(AssigningAuthority.Parse(authority), $"N{i:0000}"), Feeder = "north", Cause = "test",
                    SaidAt = new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero),
                    Patient = Encoding.UTF8.GetBytes(Patient(authority, $"N{i:0000}", family, given, born, street, number, 10 + i)),
                });
        }
        return words;
    }

    private static string Patient(string authority, string number, string family, string given, string born, string street, string ssn, int house) => new JsonObject
    {
        ["resourceType"] = "Patient",
        ["identifier"] = new JsonArray(
            new JsonObject { ["system"] = "urn:oid:" + authority, ["value"] = number },
            new JsonObject { ["system"] = "urn:oid:2.16.840.1.113883.4.1", ["value"] = ssn }),
        ["name"] = new JsonArray(new JsonObject { ["family"] = family, ["given"] = new JsonArray(given) }),
        ["birthDate"] = born,
        ["telecom"] = new JsonArray(
            new JsonObject { ["system"] = "phone", ["value"] = "617 2428761" }, new JsonObject { ["system"] = "phone", ["value"] = $"617 3{ssn[..6]}" }),
        ["address"] = new JsonArray(new JsonObject { ["line"] = new JsonArray($"{house} {street} Street"), ["city"] = street, ["postalCode"] = ssn[^5..] }),
    }.ToJsonString();

    private static async Task<OwnDatabase> Harness()
    {
        var servers = await Servers.SharedAsync();
        var source = PostgresDataSource.Open(await servers.NewDatabaseAsync());
        await new SchemaMigrations(source, [.. DocumentStoreSchema.Migrations, .. RecordLocatorSchema.Migrations, .. IdentityRole.Migrations]).ApplyAsync(None);
        return new OwnDatabase(servers, source);
    }

    private sealed record OwnDatabase(Servers Servers, NpgsqlDataSource Source) : IAsyncDisposable
    {
        public (Store Store, LinkingContext Context) Open()
        {
            var store = new Store(Source, TimeProvider.System);
            return (store, new LinkingContext(
                Ids, new CurrentDomain(store, NullLogger<CurrentDomain>.Instance), Options.Create(new MatchingOptions { BucketSize = 8 })));
        }

        /// <summary>Who is who, the pairs, the queue: what no order may change; times of receipt apart.</summary>
        public async Task<string> StateAsync() => (string)(await ScalarAsync($"""
            select concat_ws(E'\n',
                (select string_agg(source_id || ' ' || person_id, ' ' order by source_id) from record_locator.person_link),
                (select string_agg(id || array_to_string(sources, ',') || array_to_string(family, ',') || birth_date, ' ' order by id)
                 from record_locator.person where not deleted),
                (select string_agg(low || high || verdict || bits, ' ' order by low, high) from identity.pair),
                (select string_agg(low || high || kind || reason, ' ' order by low, high, kind) from identity.review_item where state = 'open'),
                (select md5(string_agg(key || ' ' || source_id, ',' order by key, source_id))
                 from identity.comparable cross join unnest(keys) as key where (select count(*) from identity.comparable) < 9))
            """))!;

        public async Task<object?> ScalarAsync(SqlFragment sql)
        {
            await using var session = await Open().Store.OpenSession(None);
            return await session.FirstOrDefaultAsync<object>(sql, row => row.GetValue(0), None);
        }

        public async ValueTask DisposeAsync()
        {
            await Source.DisposeAsync();
            await Servers.DisposeAsync();
        }
    }
}
