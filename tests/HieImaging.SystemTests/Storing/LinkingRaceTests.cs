using System.Text;
using System.Text.Json.Nodes;
using HieImaging.DocumentStore;
using HieImaging.Identity.Candidates;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Matching;
using Xunit;
using static HieImaging.SystemTests.Storing.LinkingDatabase;

namespace HieImaging.SystemTests.Storing;

/// <summary>What happens to the keys of a record, and to who is found by them, while another transaction is at work.</summary>
public sealed class LinkingRaceTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    // A's transaction has read what is known of it, and waits for a key that B does not need, while B finds A and is linked.
    [Fact]
    public async Task Who_is_found_while_it_waits_for_its_keys_does_not_stay_linked_to_what_it_was()
    {
        await using var servers = await NewAsync();
        var (store, context) = servers.Open(new MatchingOptions());
        var (a, b, key) = Enumerable.Range(0, 1000).Select(seed => Words(new Random(seed))).Select(words => (words[0], words[1], Key: KeysOf(words[0])[0]))
            .First(one => !KeysOf(one.Item2).Contains(one.Key));
        await FeedAsync(store, context, [a]);
        var holder = await store.OpenSession(None);
        await holder.QueryAsync($"select pg_advisory_xact_lock({key})", _ => true, None);

        var overlay = FeedAsync(store, context, [a with
        {
            SaidAt = a.SaidAt!.Value.AddDays(1), Patient = Encoding.UTF8.GetBytes(Patient("1.2.3.1", "N0000", "Okafor", "Benedict", "1991-11-23", "Gary", "912345678", 7)),
        }]);
        await servers.SomebodyWaitsAsync();
        await FeedAsync(store, context, [b]);
        Assert.Equal(1L, await servers.ScalarAsync($"select count(distinct person_id) from record_locator.person_link"));
        await holder.DisposeAsync();
        await overlay;

        Assert.Equal(2L, await servers.ScalarAsync($"select count(distinct person_id) from record_locator.person_link"));
        Assert.Equal(0L, await servers.ScalarAsync($"select count(*) from identity.pair"));
    }

    [Fact]
    public async Task Two_keys_of_one_record_that_are_divided_at_once_are_both_divided()
    {
        await using var servers = await NewAsync();
        var (store, context) = servers.Open();
        await FeedAsync(store, context, [Words(new Random(4))[0]]);
        var phones = (await servers.ScalarAsync($"select convert_from(body, 'UTF8') from record_locator.source_identity")) is string body
            ? JsonNode.Parse(body)!["telecom"]!.AsArray().Select(one => one!["value"]!.GetValue<string>()).ToList() : [];

        await using var first = await store.OpenSession(None);
        await using var second = await store.OpenSession(None);
        await SearchAsync(first, phones[0], 900_001);
        var late = SearchAsync(second, phones[1], 900_002);
        await servers.SomebodyWaitsAsync();
        await first.SaveChangesAsync(None);
        await late;
        await second.SaveChangesAsync(None);

        Assert.Equal(0L, await servers.ScalarAsync(LostKeys));

        static Task SearchAsync(DocumentSession session, string phone, long sid) => new CandidateSearch(session, 1, () => { }, () => { }).RunAsync(
            [new SearchedRecord("s-" + sid, sid, Comparable.Of(new Demographics(null, [], null, null, null, null, null, null, null, [phone], [])), [])], None);
    }

    [Fact]
    public async Task A_record_that_changes_while_its_key_is_divided_is_found_by_nothing_that_it_no_longer_says()
    {
        await using var servers = await NewAsync();
        var (store, context) = servers.Open();
        var words = Words(new Random(5)).Where((_, i) => i % 2 == 0).ToList();
        await FeedAsync(store, context, words[..8]);
        Assert.Equal(0L, await servers.ScalarAsync($"select count(*) from identity.blocking_key where sid = 0"));
        var moved = JsonNode.Parse(words[0].Patient)!;
        moved["address"] = new JsonArray(new JsonObject { ["line"] = new JsonArray("77 Lobau Lane"), ["city"] = "Gary", ["postalCode"] = "46401" });

        await FeedAsync(store, context, [
            words[0] with { SaidAt = words[0].SaidAt!.Value.AddDays(1), Patient = Encoding.UTF8.GetBytes(moved.ToJsonString()) }, words[8]]);

        Assert.NotEqual(0L, await servers.ScalarAsync($"select count(*) from identity.blocking_key where sid = 0"));
        Assert.Equal(0L, await servers.ScalarAsync(LostKeys));
    }

    // Under which a record lies though it does not say so, or does not lie though it says so.
    private static SqlFragment LostKeys => $"""
        select count(*) from (select key, sid from identity.blocking_key where sid <> 0) beneath
        full join (select unnest(keys) as key, sid from identity.comparable) said using (key, sid)
        where beneath.* is null or said.* is null
        """;

    private static IReadOnlyList<long> KeysOf(FeedWord word)
    {
        using var patient = System.Text.Json.JsonDocument.Parse(word.Patient);
        var own = new RecordLocator.Persons.CarriedIdentifier(word.Identifier.Authority.Urn, word.Identifier.Value);
        return BlockingKeys.Of(Comparable.Of(PatientDemographics.Read(patient.RootElement, own)));
    }
}
