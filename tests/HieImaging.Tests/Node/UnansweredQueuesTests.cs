using HieImaging.Node.Messaging;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class UnansweredQueuesTests
{
    private static readonly QueueLook Nobody = new(0, 0), Somebody = new(7, 1);

    private readonly SetClock _clock = new();
    private readonly List<TaskCompletionSource> _questions = [];
    private readonly UnansweredQueues _unanswered;

    public UnansweredQueuesTests() => _unanswered = new(_clock);

    [Fact]
    public void One_that_leaves_the_question_open_for_as_long_as_that_is_unanswered()
    {
        Assert.False(Look(Nobody));
        _clock.Pass(UnansweredQueues.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(Look(Nobody));
        _clock.Pass(TimeSpan.FromMilliseconds(1));
        Assert.True(Look(Nobody));
        Assert.Single(_questions);
    }

    [Fact]
    public void One_that_answers_is_not_at_fault_however_long_nobody_consumes()
    {
        Look(Nobody);
        _questions[0].SetResult();
        for (var look = 0; look < 10; look++)
        {
            _clock.Pass(TimeSpan.FromSeconds(3));
            Assert.False(Look(Nobody));
        }
        Assert.Single(_questions);
    }

    [Fact]
    public void A_question_that_was_lost_is_asked_again_and_its_time_begins_anew()
    {
        Look(Nobody);
        _clock.Pass(UnansweredQueues.Patience);
        _questions[0].SetException(new IOException());
        Assert.False(Look(Nobody));
        Assert.Equal(2, _questions.Count);
        _clock.Pass(UnansweredQueues.Patience);
        Assert.True(Look(Nobody));
    }

    [Fact]
    public void Where_somebody_consumes_or_there_is_no_queue_nothing_is_asked_and_what_was_is_forgotten()
    {
        Assert.False(Look(Somebody));
        Assert.False(Look(null));
        Assert.Empty(_questions);
        Look(Nobody);
        _clock.Pass(UnansweredQueues.Patience);
        Assert.False(Look(Somebody));
        Assert.False(Look(Nobody));
        Assert.Equal(2, _questions.Count);
    }

    private bool Look(QueueLook? look) => _unanswered.IsUnanswered("queue", look, _ =>
    {
        _questions.Add(new TaskCompletionSource());
        return _questions[^1].Task;
    });

    private sealed class SetClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
