using System.Net;
using HieImaging.PretendFacility.Domains;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>What no score may decide, two people decide; and what they decided wrongly is undone without a trace in an answer.</summary>
public abstract class ReviewingStories(Exchange exchange) : StewardStory(exchange)
{
    [Fact]
    public async Task A_wrong_link_of_stewards_is_undone_and_every_answer_is_as_before()
    {
        var (one, other) = await TwoAsync();
        var (a, b) = (await SourceOfAsync(one), await SourceOfAsync(other));
        var before = (One: await AnswersAsync(one), Other: await AnswersAsync(other));

        await LinkAsync(a, b);

        Assert.Equal(StudiesOf(one, other), await FoundByAsync(one));                      // the next query sees it
        Assert.Equal(StudiesOf(one, other), await FoundByAsync(other));
        Assert.Equal(IdOf(await PersonAsync(one)), IdOf(await PersonAsync(other)));
        Assert.Contains(other.Number, (await AnswersAsync(one))["$ihe-pix"], StringComparison.Ordinal);

        Assert.False(await SayAsync(Ann, "$unlink", ("a", b), ("b", a), ("reason", "two passports")));

        Assert.Equal(before.One, await AnswersAsync(one));
        Assert.Equal(before.Other, await AnswersAsync(other));
    }

    [Fact]
    public async Task Taking_a_steward_word_back_is_the_same_as_never_having_said_it()
    {
        var (one, other) = await TwoAsync();
        var (a, b) = (await SourceOfAsync(one), await SourceOfAsync(other));
        var before = (One: await AnswersAsync(one), Other: await AnswersAsync(other));
        await LinkAsync(a, b);

        Assert.False(await SayAsync(Bob, "$link-undo", ("a", a), ("b", b), ("reason", "said by mistake")));

        Assert.Equal(before.One, await AnswersAsync(one));
        Assert.Equal(before.Other, await AnswersAsync(other));
        var (status, again) = await AskAsync(Bob, "$link-undo", ("a", a), ("b", b), ("reason", "said by mistake"));
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (status, CodeOf(again)));
    }

    [Fact]
    public async Task One_steward_alone_joins_nobody()
    {
        var (one, other) = await TwoAsync();
        var (a, b) = (await SourceOfAsync(one), await SourceOfAsync(other));

        Assert.True(await SayAsync(Ann, "$link", ("a", a), ("b", b), ("reason", "same passport")));
        var (status, again) = await AskAsync(Ann, "$link", ("a", a), ("b", b), ("reason", "same passport"));

        Assert.Equal((HttpStatusCode.Conflict, "duplicate"), (status, CodeOf(again)));
        Assert.Equal(StudiesOf(one), await FoundByAsync(one));
        var item = Assert.Single(await ItemsOfAsync(a));
        Assert.Equal("open", PartOf(item, "state"));
        Assert.Equal("steward", PartOf(item, "reason"));
    }

    [Fact]
    public async Task What_stewards_parted_stays_parted_whatever_the_records_say()
    {
        var trusted = FreshTrusted();
        var (one, other) = await LinkedAsync(trusted);
        var (a, b) = (await SourceOfAsync(one), await SourceOfAsync(other));

        Assert.False(await SayAsync(Ann, "$unlink", ("a", a), ("b", b), ("reason", "a borrowed card")));
        Assert.Equal(StudiesOf(one), await FoundByAsync(one));
        var third = At(one.Person);
        await FeedAsync(third, trusted);
        await FeedAsync(one, trusted);
        await Exchange.SettledAsync();

        Assert.DoesNotContain(other.Study.StudyUid, await FoundByAsync(one));
        // and whoever takes it back needs another's voice, for it may join persons
        Assert.True(await SayAsync(Ann, "$link-undo", ("a", a), ("b", b), ("reason", "it was hers")));
        Assert.DoesNotContain(other.Study.StudyUid, await FoundByAsync(one));
        Assert.False(await SayAsync(Bob, "$link-undo", ("a", a), ("b", b), ("reason", "it was hers")));
        Assert.Contains(other.Study.StudyUid, await FoundByAsync(one));
    }

    [Fact]
    public async Task An_item_is_held_by_one_steward_and_decided_by_two()
    {
        var (one, other) = await TwoAsync();
        var (a, b) = (await SourceOfAsync(one), await SourceOfAsync(other));
        Assert.True(await SayAsync(Ann, "$link", ("a", a), ("b", b), ("reason", "same passport")));

        var claims = await Task.WhenAll(AskAsync(Ann, "$review-claim", ("a", a), ("b", b)), AskAsync(Bob, "$review-claim", ("a", a), ("b", b)));

        var winner = Array.FindIndex(claims, claim => claim.Status == HttpStatusCode.OK);
        var won = claims[winner];
        Assert.Equal("conflict", CodeOf(Assert.Single(claims, claim => claim.Status == HttpStatusCode.Conflict).Answer));
        Assert.Equal(new[] { a, b }.ToHashSet(), Named(won.Answer, "patient").Select(shown => IdOf(shown.GetProperty("resource"))).ToHashSet());
        var (holder, late) = winner == 0 ? (Ann, Bob) : (Bob, Ann);
        var (status, refused) = await AskAsync(late, "$review-decide", ("a", a), ("b", b), ("decision", "link"), ("reason", "yes"));
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (status, CodeOf(refused)));
        await SayAsync(holder, "$review-release", ("a", a), ("b", b));

        await SayAsync(Bob, "$review-claim", ("a", a), ("b", b));
        Assert.False(await SayAsync(Bob, "$review-decide", ("a", a), ("b", b), ("decision", "link"), ("reason", "yes")));
        Assert.Equal(StudiesOf(one, other), await FoundByAsync(one));
        Assert.Equal("linked", PartOf(Assert.Single(await ItemsOfAsync(a)), "state"));
    }

    [Theory]
    [InlineData("another-person", false)]
    [InlineData("correction", true)]
    public async Task A_record_that_another_was_written_over_is_held_until_stewards_decide(string decision, bool takesTwo)
    {
        var known = At(FreshPerson());
        await PublishAsync(known.Hospital, known.Study);
        await FeedAsync(known);
        await Exchange.SettledAsync();
        var (a, before) = (await SourceOfAsync(known), await AnswersAsync(known));
        var written = FreshPerson() with { Given = "Cornelius", Born = known.Person.Born.AddYears(-31).AddDays(77), Sex = "M" };
        await FeedAsync(known.Hospital, written, known.Number);

        var item = Assert.Single(await ItemsOfAsync(a), item => PartOf(item, "kind") == "overlay");
        Assert.Equal("open", PartOf(item, "state"));
        (string, string)[] key = [("a", a), ("kind", "overlay")];
        var (_, claimed) = await AskAsync(Ann, "$review-claim", key);
        var shown = Named(claimed, "patient").Select(one => one.GetRawText()).ToList();
        Assert.Contains(shown, patient => patient.Contains(known.Person.Family, StringComparison.Ordinal));
        Assert.Contains(shown, patient => patient.Contains(written.Family, StringComparison.Ordinal));
        var waits = await SayAsync(Ann, "$review-decide", [.. key, ("decision", decision), ("reason", "asked the desk")]);
        Assert.Equal(takesTwo, waits);
        if (takesTwo)
        {
            await SayAsync(Bob, "$review-claim", key);
            Assert.False(await SayAsync(Bob, "$review-decide", [.. key, ("decision", decision), ("reason", "asked the desk")]));
        }

        var person = (await PersonAsync(known)).GetRawText();
        Assert.Contains(takesTwo ? written.Family : known.Person.Family, person, StringComparison.Ordinal);
        Assert.DoesNotContain(takesTwo ? known.Person.Family : written.Family, person, StringComparison.Ordinal);
        if (!takesTwo)
            Assert.Equal(before, await AnswersAsync(known));
    }

    [Fact]
    public async Task Who_saw_one_patient_through_the_others_number_is_told_after_the_split()
    {
        var (one, other) = await TwoAsync();
        var (a, b) = (await SourceOfAsync(one), await SourceOfAsync(other));
        await FoundByAsync(other);                                                         // before the link: her own
        await LinkAsync(a, b);
        await FoundByAsync(one);
        await SayAsync(Ann, "$unlink", ("a", a), ("b", b), ("reason", "two passports"));
        await FoundByAsync(one);                                                           // and after it

        using var list = await GetAsync("fhir/Patient/$split-report", Ann);
        var splits = Named(System.Text.Json.JsonDocument.Parse(await list.Content.ReadAsStringAsync()).RootElement, "split")
            .Where(split => split.GetRawText().Contains(a, StringComparison.Ordinal) && split.GetRawText().Contains(b, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(splits);
        Assert.All(splits, split => Assert.Equal(Ann, PartOf(split, "actor")));
        var asked = "fhir/Patient/$split-report?decision=" + PartOf(splits[0], "decision");
        using var first = await GetAsync(asked, Ann);
        using var report = System.Text.Json.JsonDocument.Parse(await first.Content.ReadAsStringAsync());

        var seen = Named(report.RootElement, "seen").Where(line => PartOf(line, "patient")!.Contains(b, StringComparison.Ordinal)).ToList();
        var line = Assert.Single(seen);
        Assert.Equal((one.Hospital.Ehr, "asked", other.Study.StudyUid), (PartOf(line, "client"), PartOf(line, "way"), PartOf(line, "study")));
        using var again = await GetAsync(asked, Bob);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        using var hospital = await GetAsync(asked, one.Hospital.Ehr);
        Assert.Equal(HttpStatusCode.Forbidden, hospital.StatusCode);
        using var none = await GetAsync("fhir/Patient/$split-report?decision=999999999", Ann);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Who_is_no_steward_is_told_nothing()
    {
        var (one, other) = await TwoAsync();
        var (a, b) = (await SourceOfAsync(one), await SourceOfAsync(other));
        await LinkAsync(a, b);
        foreach (var client in (string[])[one.Hospital.Ehr, one.Hospital.Adt, PretendDomain.Operator, PretendDomain.Payer])
        {
            var (status, _) = await AskAsync(client, "$unlink", ("a", a), ("b", b), ("reason", "because"));
            Assert.Equal(HttpStatusCode.Forbidden, status);
            using var queue = await GetAsync("fhir/Patient/$review-queue", client);
            Assert.Equal(HttpStatusCode.Forbidden, queue.StatusCode);
        }
        Assert.Equal(StudiesOf(one, other), await FoundByAsync(one));

        using var read = await GetAsync("fhir/Patient/" + a, Ann);                        // a steward is no physician
        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
    }

    [Theory]
    [InlineData("$link", "b", "s-aaaaaaaaaaaaaaaaaaaaaaaaaa", 404, "not-found")]
    [InlineData("$link", "b", "p-aaaaaaaaaaaaaaaaaaaaaaaaaa", 400, "invalid")]
    [InlineData("$link", "reason", "", 422, "required")]
    [InlineData("$link", "who", "x", 400, "not-supported")]
    [InlineData("$review-claim", "kind", "weather", 400, "invalid")]
    [InlineData("$review-claim", "kind", "pair", 404, "not-found")]
    [InlineData("$review-decide", "decision", "perhaps", 422, "business-rule")]
    public async Task What_cannot_be_done_is_refused_with_a_reason(string operation, string name, string value, int status, string code)
    {
        var (one, other) = await TwoAsync();
        var parameters = new Dictionary<string, string> { ["a"] = await SourceOfAsync(one), ["b"] = await SourceOfAsync(other) };
        if (operation is "$link" or "$review-decide")
            parameters["reason"] = "same passport";
        if (operation == "$review-decide")
            parameters["decision"] = "link";
        parameters[name] = value;

        var (answered, outcome) = await AskAsync(Ann, operation, [.. parameters.Where(pair => pair.Value.Length > 0).Select(pair => (pair.Key, pair.Value))]);

        Assert.Equal((status, code), ((int)answered, CodeOf(outcome)));
    }

    /// <summary>Two persons who have nothing in common, each with a study at a hospital of their own.</summary>
    private async Task<(Known One, Known Other)> TwoAsync()
    {
        var (one, other) = (At(FreshPerson()), At(FreshPerson()));
        await PublishAsync(one.Hospital, one.Study);
        await PublishAsync(other.Hospital, other.Study);
        await FeedAsync(one);
        await FeedAsync(other);
        await Exchange.SettledAsync();
        return (one, other);
    }
}

[Collection(InOneProcess.Name)]
public sealed class ReviewingStoriesInOneProcess(OneProcess exchange) : ReviewingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class ReviewingStoriesInOneProcessARole(OneProcessARole exchange) : ReviewingStories(exchange);
