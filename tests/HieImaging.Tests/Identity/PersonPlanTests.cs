using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class PersonPlanTests
{
    private static readonly SourceIdentity North = Someone.At("1.2.3.1", "N1"), South = Someone.At("1.2.3.2", "S1"), East = Someone.At("1.2.3.3", "E1");

    [Fact]
    public void A_subsumed_source_is_the_person_of_its_survivor_and_is_not_shown()
    {
        var old = Someone.At("1.2.3.1", "N0") with { State = SourceState.Subsumed, SurvivorId = North.Id };
        var person = Assert.Single(Plan([North, old]).Persons);
        Assert.Equal(Someone.Ids.Person(North.Id), person.Id);
        Assert.Equal([North.Id], person.Live.Select(source => source.Id));
        Assert.Equal([old.Id], person.Following.Select(source => source.Id));
        var written = PersonWriter.Write(person.Id, 1, person.Live, person.Following);
        Assert.Contains(old.Id, written.Sources);
        Assert.DoesNotContain(old.Id, System.Text.Encoding.UTF8.GetString(written.Patient), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_held_of_a_subsumed_source_is_held_of_its_survivor()
    {
        var old = Someone.At("1.2.3.1", "N0") with { State = SourceState.Subsumed, SurvivorId = North.Id };
        var plan = Plan([North, old, South], said: [Must(old, South)]);
        Assert.Equal([old.Id, North.Id, South.Id], Assert.Single(plan.Persons).Sources.OrderBy(id => id == old.Id ? 0 : id == North.Id ? 1 : 2));
    }

    [Fact]
    public void Removed_and_quarantined_sources_stand_alone_though_they_link()
    {
        var plan = Plan(
            [North, South with { State = SourceState.Removed }, East with { State = SourceState.Quarantined }], linked: [(North, South), (North, East)]);
        Assert.Equal(3, plan.Persons.Count);
        Assert.Empty(plan.Persons.Single(person => person.Id == Someone.Ids.Person(South.Id)).Live);
        Assert.Single(plan.Persons.Single(person => person.Id == Someone.Ids.Person(East.Id)).Live);
    }

    [Fact]
    public void A_person_answers_under_the_lowest_of_the_ids_that_its_sources_were_born_with() => Assert.Equal(
        new[] { North, South }.Select(source => Someone.Ids.Person(source.Id)).Min(StringComparer.Ordinal),
        Assert.Single(Plan([North, South], linked: [(North, South)]).Persons).Id);

    [Fact]
    public void Where_more_hang_together_than_a_person_has_nothing_moves_and_a_human_is_told()
    {
        var plan = Plan([North, South, East], linked: [(North, South), (South, East)], largest: 2);
        Assert.True(plan.TooLarge);
        Assert.Equal(3, plan.Persons.Count);
        Assert.Equal(DoubtReason.TooLarge, Assert.Single(plan.Doubts).Reason);
    }

    [Fact]
    public void Where_more_hang_together_than_a_person_has_whom_a_steward_parts_is_parted_all_the_same()
    {
        var plan = Plan(
            [North, South, East], linked: [(North, South), (South, East)], largest: 2, together: [North, South],
            said: [Must(North, South) with { Must = false, IsStewards = true }]);
        Assert.True(plan.TooLarge);
        Assert.All(plan.Persons, person => Assert.Single(person.Sources));
        Assert.Equal(2, Plan([North, South, East], linked: [(North, South), (South, East)], largest: 2, together: [North, South]).Persons.Count);
    }

    [Fact]
    public void That_stewards_parted_two_whom_their_source_has_merged_is_not_lost()
    {
        var old = Someone.At("1.2.3.1", "N0") with { State = SourceState.Subsumed, SurvivorId = North.Id };
        var plan = Plan([North, old], said: [Must(North, old) with { Must = false, IsStewards = true }]);
        Assert.Single(plan.Persons);
        Assert.Equal(Doubt.Of(North.Id, old.Id, DoubtKind.Contradiction, DoubtReason.MustAndCannot), Assert.Single(plan.Doubts));
    }

    // HAPI #5236: a person that lost a source went on showing what that source had said.
    [Fact]
    public void Hapi_5236_after_an_unlink_nothing_of_the_parted_source_is_left_in_the_person()
    {
        var before = PersonWriter.Write(Someone.Ids.Person(North.Id), 1, [North], []);
        var linked = PersonWriter.Write(Someone.Ids.Person(North.Id), 2, [North, South], []);
        var parted = PersonWriter.Write(Someone.Ids.Person(North.Id), 3, [North], []);
        Assert.NotEqual(before.Patient, linked.Patient);
        Assert.Equal(before.Patient, parted.Patient);
        Assert.Equal((before.ContentVersion, before.ContentAt), (parted.ContentVersion, parted.ContentAt));
    }

    // HAPI PR 5563: survivorship repeated an identifier that two sources carry.
    [Fact]
    public void Hapi_5563_a_number_that_two_sources_carry_is_shown_once()
    {
        var person = PersonWriter.Write(Someone.Ids.Person(North.Id), 1, [North, South], []);
        Assert.Single(System.Text.Json.JsonDocument.Parse(person.Patient).RootElement.GetProperty("identifier").EnumerateArray(),
            one => one.GetProperty("system").GetString() == Someone.Ssn);
    }

    [Fact]
    public void Each_element_of_a_person_of_several_names_the_source_that_said_it()
    {
        var (north, south) = (
            North with { Patient = """{"resourceType":"Patient","birthDate":"1970-03-02"}"""u8.ToArray(), SaidAt = DateTimeOffset.UnixEpoch },
            South with { Patient = """{"resourceType":"Patient","gender":"female","birthDate":"1970-02-03"}"""u8.ToArray(), SaidAt = DateTimeOffset.UnixEpoch.AddDays(1) });
        foreach (var order in (SourceIdentity[][])[[north, south], [south, north]])
        {
            using var json = System.Text.Json.JsonDocument.Parse(PersonWriter.Write("p-1", 1, order, []).Patient);
            Assert.Equal("1970-02-03", json.RootElement.GetProperty("birthDate").GetString());
            Assert.Equal(
                ["gender Patient/" + South.Id, "birthDate Patient/" + South.Id],
                json.RootElement.GetProperty("extension").EnumerateArray().Select(one => one.GetProperty("extension"))
                    .Select(parts => $"{parts[0].GetProperty("valueCode")} {parts[1].GetProperty("valueReference").GetProperty("reference")}"));
        }
    }

    private static PersonPlan Plan(
        SourceIdentity[] sources, (SourceIdentity, SourceIdentity)[]? linked = null, Asserted[]? said = null, int largest = 16,
        SourceIdentity[]? together = null)
    {
        var known = new Known();
        foreach (var source in together ?? [])
            known.PersonOf[source.Id] = "p";
        foreach (var source in sources)
            known.Sources[source.Id] = source;
        known.Assertions.AddRange(said ?? []);
        foreach (var (a, b) in linked ?? [])
        {
            var (low, high) = string.CompareOrdinal(a.Id, b.Id) < 0 ? (a.Id, b.Id) : (b.Id, a.Id);
            known.Pairs[(low, high)] = new StoredPair(low, high, Verdict.Link, 40, 33, "m", "{}");
        }
        return PersonPlan.Of(known, [.. sources.Select(source => source.Id)], Someone.Ids, MatchWeights.Shipped, largest,
            (a, b) => MatchDecision.Of(MatchWeights.Shipped, Someone.Trusted, 1_000_000, a, b));
    }

    private static Asserted Must(SourceIdentity a, SourceIdentity b) => string.CompareOrdinal(a.Id, b.Id) < 0
        ? new Asserted(a.Id, b.Id, true, DateTimeOffset.UnixEpoch) : new Asserted(b.Id, a.Id, true, DateTimeOffset.UnixEpoch);
}
