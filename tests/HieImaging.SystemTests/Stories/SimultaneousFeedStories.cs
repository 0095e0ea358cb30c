using System.Collections.Concurrent;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.SystemTests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>
/// Who comes at the same instant is found all the same (dcm4chee-arc #3948, #4990; HAPI #4156, #4745: one source in two persons): an answer
/// to a feed means that it is linked.
/// </summary>
public abstract class SimultaneousFeedStories(Exchange exchange, ITestOutputHelper output) : PersonStory(exchange)
{
    private const int Persons = 500;
    private const int Connections = 8;

    [Fact]
    public async Task A_thousand_feeds_of_five_hundred_persons_from_eight_connections_are_five_hundred_persons()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var (north, south) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        var feeds = new List<(PretendPatient Patient, string Client)>();
        for (var i = 0; i < Persons; i++)
        {
            var (person, trusted) = (FreshPerson(), FreshTrusted());
            foreach (var hospital in (PretendHospital[])[north, south])
                feeds.Add((new PretendPatient
                {
                    Number = hospital.Patient("P" + Exchange.FreshNumber()), Others = [trusted], Family = person.Family, Given = [person.Given],
                    BirthDate = person.Born, Gender = "female",
                }, hospital.Adt));
        }
        // the two words about one person stay beside each other now and then, so that they truly meet
        var random = new Random(seed);
        var order = feeds.Chunk(2).OrderBy(_ => random.Next()).SelectMany(pair => random.Next(2) == 0 ? pair : pair.Reverse()).ToList();
        var tokens = new[] { north.Adt, south.Adt }.ToDictionary(client => client, client => Exchange.TokenAsync(client).GetAwaiter().GetResult());
        var deadlocks = await DeadlocksAsync();

        var waiting = new ConcurrentQueue<(PretendPatient Patient, string Client)>(order);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (waiting.TryDequeue(out var feed))
            {
                using var answer = await new AdtPlayer(Exchange.Http).FeedAsync(feed.Patient, tokens[feed.Client], CancellationToken.None);
                Assert.True(answer.IsSuccessStatusCode, $"seed {seed}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }));

        var sources = $"select id from record_locator.source_identity where authority in ('{north.Authority.Oid.Text}', '{south.Authority.Oid.Text}')";
        Assert.Equal(2L * Persons, await Exchange.ScalarAsync($"select count(*) from record_locator.person_link where source_id in ({sources})"));
        Assert.Equal((long)Persons, await Exchange.ScalarAsync(
            $"select count(distinct person_id) from record_locator.person_link where source_id in ({sources})"));
        Assert.Equal((long)Persons, await Exchange.ScalarAsync($"""
            select count(*) from record_locator.person
            where not deleted and cardinality(sources) = 2 and sources && array({sources})
            """));
        Assert.Equal(0L, await Exchange.ScalarAsync(
            $"select count(*) from record_locator.person where not deleted and cardinality(sources) <> 2 and sources && array({sources})"));
        Assert.Equal(deadlocks, await DeadlocksAsync());
    }

    // Without a feed's number in common: what they say is enough, and who comes first does not matter.
    [Fact]
    public async Task The_same_patient_fed_by_two_at_once_under_one_number_is_one_source()
    {
        var (hospital, person) = (Exchange.FreshHospital(), FreshPerson());
        var number = FreshPatientNumber();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => FeedAsync(hospital, person, number)));
        var own = $"select id from record_locator.source_identity where authority = '{hospital.Authority.Oid.Text}'";
        Assert.Equal(1L, await Exchange.ScalarAsync($"select count(*) from ({own}) one"));
        Assert.Equal(1L, await Exchange.ScalarAsync($"select count(*) from record_locator.person where not deleted and sources && array({own})"));
    }

    private async Task<long> DeadlocksAsync()
    {
        await Exchange.ScalarAsync("select pg_stat_clear_snapshot()::text");
        return (long)(await Exchange.ScalarAsync("select deadlocks from pg_stat_database where datname = current_database()"))!;
    }
}

[Collection(InOneProcess.Name)]
public sealed class SimultaneousFeedStoriesInOneProcess(OneProcess exchange, ITestOutputHelper output) : SimultaneousFeedStories(exchange, output);

[Collection(InOneProcessARole.Name)]
public sealed class SimultaneousFeedStoriesInOneProcessARole(OneProcessARole exchange, ITestOutputHelper output) : SimultaneousFeedStories(exchange, output);
