using System.Text;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.Identity;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HieImaging.SystemTests.Storing;

/// <summary>A database of a test's own in which patients are fed and linked by the functions of every door.</summary>
internal sealed record LinkingDatabase(Servers Servers, NpgsqlDataSource Source) : IAsyncDisposable
{
    public const int Persons = 30;

    private static readonly CancellationToken None = CancellationToken.None;

    public static readonly ResourceIds Ids = new(new byte[32]);

    public static async Task<LinkingDatabase> NewAsync()
    {
        var servers = await Servers.SharedAsync();
        var source = PostgresDataSource.Open(await servers.NewDatabaseAsync());
        await new SchemaMigrations(source, [.. DocumentStoreSchema.Migrations, .. RecordLocatorSchema.Migrations, .. IdentityRole.Migrations]).ApplyAsync(None);
        return new LinkingDatabase(servers, source);
    }

    public (Store Store, LinkingContext Context) Open(MatchingOptions? options = null)
    {
        var store = new Store(Source, TimeProvider.System);
        return (store, new LinkingContext(
            Ids, new CurrentDomain(store, NullLogger<CurrentDomain>.Instance), Options.Create(options ?? new MatchingOptions { BucketSize = 8 })));
    }

    public Task SomebodyWaitsAsync() => HieImaging.Harness.Deadline.Until("somebody waits for a lock", async () => await WaitingAsync() > 0);

    /// <summary>How many wait for a lock.</summary>
    public async Task<long> WaitingAsync() => (long)(await ScalarAsync($"""
        select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
        """))!;

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

    public static Task<bool> FeedAsync(Store store, LinkingContext context, IReadOnlyList<FeedWord> words, LinkingTurn? turn = null) => LinkedTransaction.RunAsync(
        context, () => store.OpenSession(None), [.. words.Select(word => Ids.Source(word.Identifier))],
        async session =>
        {
            var outcomes = await FeedSource.StoreAsync(session, Ids, words, None);
            return new Touched<bool>([.. outcomes.SelectMany(outcome => outcome.Touched)], true);
        }, None, turn);

    /// <summary>As manifests' patients come: kept first, linked after messages, which all come at once and each twice.</summary>
    public static async Task TellAsync(Store store, LinkingContext context, IReadOnlyList<FeedWord> words)
    {
        await using (var session = await store.OpenSession(None))
        {
            await FeedSource.StoreAsync(session, Ids, words, None);
            await session.SaveChangesAsync(None);
        }
        var linking = new LinkSources(store, context);
        await Task.WhenAll(words.Concat(words).Select(word => linking.Together.Consume(
            new InboxKey("test", Guid.NewGuid()), new SourceIdentityFed { Id = Ids.Source(word.Identifier), Version = 1, FedAt = DateTimeOffset.UnixEpoch })));
    }

    public static Task<bool> AssertAsync(Store store, LinkingContext context, string[] pair, SqlFragment assertion) => LinkedTransaction.RunAsync(
        context, () => store.OpenSession(None), pair,
        session =>
        {
            session.Enqueue(assertion);
            return Task.FromResult(new Touched<bool>(pair, true));
        }, None);

    // Each at two hospitals, all with one telephone beside their own: the desk's.
    public static List<FeedWord> Words(Random random)
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

    public static string Patient(string authority, string number, string family, string given, string born, string street, string ssn, int house) => new JsonObject
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
}
