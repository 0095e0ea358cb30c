using Xunit;

namespace HieImaging.Tests.Publisher;

public sealed class WatchRoundTests : IDisposable
{
    private readonly PretendedWatch _watch = new();

    public void Dispose() => _watch.Dispose();

    [Fact]
    public async Task A_study_that_is_still_arriving_is_not_shown_before_it_is_quiet()
    {
        for (var number = 1; number <= 5; number++)
        {
            Store("1.2.1", number);
            await _watch.RoundAsync(seconds: 30);
            Assert.Empty(_watch.Exchange.Shows());
        }
        Assert.Equal((1, 0), (_watch.Status.Waiting, _watch.Status.Published));
        await _watch.RoundAsync(seconds: 41);
        Assert.Equal(5, Assert.Single(_watch.Exchange.Shows()).Value.Split(' ').Length);
        Assert.Equal((0, 1), (_watch.Status.Waiting, _watch.Status.Published));
        Assert.Null(_watch.Status.OldestChange);
    }

    [Fact]
    public async Task An_instance_exchanged_for_another_is_seen_within_the_time_allowed()
    {
        Store("1.2.1", 1);
        Store("1.2.2", 2);
        await _watch.RoundsAsync(3);
        _watch.Archive.Instances[0] = _watch.Archive.Instances[0] with { Sop = "1.2.1.9" };

        for (var minutes = 0; minutes < 60; minutes++)
            await _watch.RoundAsync(seconds: 60);

        Assert.Equal("1.2.1.9", _watch.Exchange.Shows()[("1.2.1", "P1")]);
        Assert.Equal(0, _watch.Exchange.Doubled);
    }

    [Fact]
    public async Task A_study_that_is_back_before_its_withdrawal_was_answered_is_shown_again()
    {
        Store("1.2.1", 1);
        Store("1.2.2", 2);
        await _watch.RoundsAsync(3);
        var gone = _watch.Archive.Instances[0];
        _watch.Archive.Instances.Remove(gone);
        await _watch.RoundAsync();
        _watch.Exchange.Wrong = PretendedExchange.Fault.KillsAfter;
        Assert.False(await _watch.RoundAsync());
        Assert.DoesNotContain(("1.2.1", "P1"), _watch.Exchange.Shows().Keys);

        _watch.Exchange.Wrong = default;
        _watch.Archive.Instances.Add(gone);
        await _watch.RoundsAsync(4);

        Assert.Contains(("1.2.1", "P1"), _watch.Exchange.Shows().Keys);
        Assert.Equal(0, _watch.Exchange.Doubled);
    }

    [Fact]
    public async Task Many_studies_that_vanish_at_once_await_somebodys_word()
    {
        for (var number = 1; number <= 6; number++)
            Store($"1.2.{number}", number);
        await _watch.RoundsAsync(3);
        _watch.Archive.Instances.RemoveRange(0, 4);
        await _watch.RoundsAsync(4);
        Assert.Equal((6, 4), (_watch.Exchange.Shows().Count, _watch.Status.Stopped));

        _watch.Options = _watch.Options with { VanishWithoutLimit = true };
        _watch.End();
        await _watch.RoundsAsync(2);

        Assert.Equal((2, 0), (_watch.Exchange.Shows().Count, _watch.Status.Stopped));
    }

    [Fact]
    public async Task A_study_of_which_the_node_says_nothing_keeps_no_other_waiting_and_is_sent_again()
    {
        Store("1.2.1", 1);
        await _watch.RoundsAsync(3);                               // the first load is over
        _watch.Exchange.SaysNothingOf = "1.2.2";
        Store("1.2.2", 2);
        Store("1.2.3", 3);
        Store("1.2.4", 4);
        await _watch.RoundsAsync(4);
        Assert.Equal(["1.2.1", "1.2.3", "1.2.4"], Shown());
        Assert.Equal(1, _watch.Status.Pending);

        _watch.Exchange.SaysNothingOf = null;
        await _watch.RoundsAsync(4);

        Assert.Equal(["1.2.1", "1.2.2", "1.2.3", "1.2.4"], Shown());
        Assert.Equal((0, 0), (_watch.Exchange.Doubled, _watch.Status.Pending));
    }

    [Fact]
    public async Task A_replacement_whose_answer_was_lost_is_not_given_up_because_the_node_is_busy_then()
    {
        Store("1.2.1", 1);
        await _watch.RoundsAsync(3);
        Store("1.2.1", 2);
        _watch.Exchange.Wrong = PretendedExchange.Fault.LosesAnswers;
        await _watch.RoundsAsync(4);
        _watch.Exchange.Wrong = PretendedExchange.Fault.Busy;
        await _watch.RoundsAsync(3);
        _watch.Exchange.Wrong = default;
        await _watch.RoundsAsync(6);

        Assert.Equal("1.2.1.1.1 1.2.1.1.2", Assert.Single(_watch.Exchange.Shows()).Value);
        Assert.Equal(0, _watch.Exchange.Doubled);
    }

    [Fact]
    public async Task An_archive_that_lists_studies_and_cannot_tell_what_is_in_them_is_left_alone_for_a_while()
    {
        for (var number = 1; number <= 9; number++)
            Store($"1.2.{number}", number);
        _watch.Archive.Wrong = PretendedArchive.Fault.MetadataFails;
        await _watch.RoundsAsync(2);
        var asked = _watch.Archive.Asked;
        await _watch.RoundAsync();
        Assert.True(_watch.Status is { ArchiveLost: true, Failing: > 2 and < 9 });
        Assert.InRange(_watch.Archive.Asked - asked, 1, 5);

        _watch.Archive.Wrong = default;
        for (var minutes = 0; minutes < 10; minutes++)
            await _watch.RoundAsync(seconds: 60);
        Assert.Equal(9, _watch.Exchange.Shows().Count);
        Assert.True(_watch.Status is { ArchiveLost: false, Failing: 0 });
    }

    [Fact]
    public async Task A_loss_of_either_peer_is_told_and_ends_with_it()
    {
        await _watch.RoundAsync();
        Store("1.2.1", 1);
        _watch.Archive.Wrong = PretendedArchive.Fault.Truncated;
        await _watch.RoundsAsync(2);
        Assert.True(_watch.Status.ArchiveLost);
        _watch.Archive.Wrong = default;
        _watch.Exchange.Wrong = PretendedExchange.Fault.Away;
        await _watch.RoundsAsync(3);
        Assert.True(_watch.Status is { ArchiveLost: false, NodeLost: true, OldestChange: not null });
        _watch.Exchange.Wrong = default;
        await _watch.RoundsAsync(2);
        Assert.True(_watch.Status is { NodeLost: false, OldestChange: null, Published: 1 });
    }

    private IEnumerable<string> Shown() => _watch.Exchange.Shows().Keys.Select(study => study.Study).Order(StringComparer.Ordinal);

    private void Store(string study, int number) =>
        _watch.Archive.Instances.Add(new PretendedArchive.Held(study, study + ".1", $"{study}.1.{number}", "P1"));
}
