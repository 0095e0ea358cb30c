using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Reading;
using HieImaging.Publisher.Watching;
using Xunit;

namespace HieImaging.Tests.Publisher;

public sealed class StudyAttentionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly WatchOptions Options = new() { QuietFor = TimeSpan.FromMinutes(1), HoldAtMost = TimeSpan.FromMinutes(30) };

    [Fact]
    public void A_study_that_looks_as_it_was_published_asks_for_nothing() =>
        Assert.Null(StudyAttention.On(Listed("same"), Known("same"), null, Noon));

    [Fact]
    public void A_new_study_waits_until_it_has_been_quiet()
    {
        var attention = StudyAttention.On(Listed("one"), null, null, Noon)!;
        Assert.Equal(Noon.AddMinutes(1), attention.ReadyAt(Options));
        Assert.Equal(attention, StudyAttention.On(Listed("one"), null, attention, Noon.AddSeconds(30)));
    }

    [Fact]
    public void Whatever_arrives_meanwhile_makes_it_wait_again()
    {
        var attention = StudyAttention.On(Listed("one"), Known("none"), null, Noon);
        attention = StudyAttention.On(Listed("two"), Known("none"), attention, Noon.AddSeconds(50))!;
        Assert.Equal(Noon.AddSeconds(110), attention.ReadyAt(Options));
        Assert.Equal(Noon, attention.First);
    }

    [Fact]
    public void A_study_that_never_falls_quiet_does_not_wait_for_ever()
    {
        StudyAttention? attention = null;
        for (var second = 0; second <= 1_790; second += 10)
            attention = StudyAttention.On(Listed($"look {second}"), null, attention, Noon.AddSeconds(second));
        Assert.Equal(Noon.AddMinutes(30), attention!.ReadyAt(Options));
    }

    [Fact]
    public void A_study_that_changed_and_changed_back_asks_for_nothing_unless_a_reading_failed()
    {
        var attention = StudyAttention.On(Listed("other"), Known("same"), null, Noon)!;
        Assert.Null(StudyAttention.On(Listed("same"), Known("same"), attention, Noon));
        Assert.NotNull(StudyAttention.On(Listed("same"), Known("same"), attention.Failed(Noon, 0), Noon));
    }

    [Fact]
    public void What_fails_is_tried_again_less_and_less_often_and_at_once_when_it_has_changed()
    {
        var attention = StudyAttention.On(Listed("one"), null, null, Noon)!;
        var pauses = new List<double>();
        for (var times = 0; times < 8; times++)
        {
            attention = attention.Failed(Noon, 0.5);
            pauses.Add((attention.ReadyAt(Options) - Noon).TotalMinutes);
        }
        Assert.Equal([1, 2, 4, 8, 15, 15, 15, 15], pauses);

        var changed = StudyAttention.On(Listed("two"), null, attention with { Doubted = "set" }, Noon.AddSeconds(1))!;
        Assert.Equal(Noon.AddSeconds(61), changed.ReadyAt(Options));
        Assert.Null(changed.Doubted);
    }

    [Theory]
    [InlineData(3, 3, null, true)]
    [InlineData(null, 3, null, true)]
    [InlineData(3, 2, null, false)]
    [InlineData(3, 2, "another set", false)]
    [InlineData(3, 2, "same", true)]
    [InlineData(3, 0, "same", false)]
    [InlineData(null, 0, "same", false)]
    [InlineData(0, 0, null, true)]
    public void A_reading_is_believed_that_the_count_confirms_or_that_comes_twice(int? counted, int read, string? doubted, bool believed)
    {
        var set = InstanceSet.Of(Enumerable.Range(1, read).Select(number => $"1.2.{number}"));
        Assert.Equal(believed, ReadingDecision.IsBelieved(counted, set, doubted == "same" ? set.Digest : doubted));
    }

    [Theory]
    [InlineData(1, 100, false, null)]
    [InlineData(10, 100, false, null)]
    [InlineData(11, 100, false, "more studies")]
    [InlineData(1, 0, false, "no study at all")]
    [InlineData(5_000, 0, true, null)]
    public void So_many_studies_do_not_vanish_by_themselves(int gone, int listed, bool unlimited, string? stopped)
    {
        var decision = VanishDecision.On(gone, listed, Options with { VanishWithoutLimit = unlimited });
        if (stopped is null)
            Assert.IsType<VanishDecision.Ask>(decision);
        else
            Assert.Contains(stopped, Assert.IsType<VanishDecision.Stopped>(decision).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 60)]
    [InlineData(3, 240)]
    [InlineData(4, 300)]
    [InlineData(1_000, 300)]
    public void Pauses_double_up_to_five_minutes(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WatchLoop.Pause(TimeSpan.FromSeconds(30), failures));

    [Fact]
    public void Settings_that_cannot_be_are_refused()
    {
        Assert.Null(new WatchOptions().Refusal);
        Assert.NotNull((Options with { Every = TimeSpan.Zero }).Refusal);
        Assert.NotNull((Options with { HoldAtMost = TimeSpan.FromSeconds(1) }).Refusal);
        Assert.NotNull((Options with { MissingRounds = 0 }).Refusal);
    }

    private static ListedStudy Listed(string look) => new(StudyInstanceUid.Parse("1.2.3"), 1, 2, look);

    private static WatchedStudy Known(string look) => new("1.2.3", look, "set", Noon);
}
