using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Never the wrong patient, and a link that was wrong leaves no trace in an answer.</summary>
public abstract class LinkingStories(Exchange exchange) : PersonStory(exchange)
{
    [Fact]
    public async Task Twins_who_share_a_trusted_number_stay_two()
    {
        var trusted = FreshTrusted();
        var amelia = FreshPerson();
        var (one, twin, again) = (At(amelia), At(amelia with { Given = "Beatrice" }), At(amelia));
        foreach (var known in (Known[])[one, twin, again])
            await PublishAsync(known.Hospital, known.Study);

        await FeedAsync(one, trusted);
        await FeedAsync(twin, trusted);
        await FeedAsync(again, trusted);

        await Deadline.Until("who is one person is linked", async () => (await FoundByAsync(one)).SequenceEqual(StudiesOf(one, again)));
        await Exchange.SettledAsync();
        Assert.Equal(StudiesOf(one, again), await FoundByAsync(again));
        Assert.Equal(StudiesOf(twin), await FoundByAsync(twin));
    }

    [Fact]
    public async Task The_same_number_of_two_hospitals_means_nothing()
    {
        var person = FreshPerson();
        var one = At(person);
        var other = At(person, one.Number);
        foreach (var known in (Known[])[one, other])
        {
            await PublishAsync(known.Hospital, known.Study);
            await FeedAsync(known);
        }
        await Exchange.SettledAsync();

        Assert.Equal(StudiesOf(one), await FoundByAsync(one));
        Assert.Equal(StudiesOf(other), await FoundByAsync(other));
        Assert.Equal(StudiesOf(one), await FoundAsync(other, ByNumber(one.Hospital, one.Number)));
        Assert.NotEqual(IdOf(await PersonAsync(one)), IdOf(await PersonAsync(other)));
    }

    // JeMPI PR 48: what two records have in common is worked out again when one of them says something else.
    [Fact]
    public async Task A_correction_parts_them_and_the_answers_are_as_before()
    {
        var trusted = FreshTrusted();
        var person = FreshPerson();
        var (one, other) = (At(person), At(person));
        await PublishAsync(one.Hospital, one.Study);
        await PublishInBulkAsync(other.Hospital, other.Study);
        await FeedAsync(one);
        await FeedAsync(other);
        await Exchange.SettledAsync();
        var before = (One: await BodiesAsync(one, ByNumber(one.Hospital, one.Number)), Other: await BodiesAsync(other, ByNumber(other.Hospital, other.Number)));
        var persons = (One: IdOf(await PersonAsync(one)), Other: IdOf(await PersonAsync(other)));

        await FeedAsync(one, trusted);
        await FeedAsync(other, trusted);
        await Deadline.Until("they are linked", async () => (await FoundByAsync(one)).Count == 2);
        Assert.Equal(before.One.Concat(before.Other).ToDictionary(), await BodiesAsync(one, ByNumber(one.Hospital, one.Number)));
        await FeedAsync(other);

        await Deadline.Until("they are parted", async () => (await FoundByAsync(one)).Count == 1);
        await Exchange.SettledAsync();
        Assert.Equal(before.One, await BodiesAsync(one, ByNumber(one.Hospital, one.Number)));
        Assert.Equal(before.Other, await BodiesAsync(other, ByNumber(other.Hospital, other.Number)));
        Assert.Equal(before.One, await BodiesAsync(one, "patient=" + persons.One));
        Assert.Equal(persons, (IdOf(await PersonAsync(one)), IdOf(await PersonAsync(other))));
    }

    [Fact]
    public async Task Who_is_known_from_a_manifest_alone_is_linked_when_the_feed_comes()
    {
        var trusted = FreshTrusted();
        var person = FreshPerson();
        var (one, seeker) = (At(person), At(person));
        await PublishAsync(one.Hospital, one.Study);
        await FeedAsync(seeker, trusted);
        await Exchange.SettledAsync();
        Assert.Equal(StudiesOf(one), await FoundByAsync(one));
        Assert.Empty(await FoundByAsync(seeker));

        await FeedAsync(one, trusted);

        await Deadline.Until("the feed links them", async () => (await FoundByAsync(seeker)).SequenceEqual(StudiesOf(one)));
    }
}

[Collection(InOneProcess.Name)]
public sealed class LinkingStoriesInOneProcess(OneProcess exchange) : LinkingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class LinkingStoriesInOneProcessARole(OneProcessARole exchange) : LinkingStories(exchange);
