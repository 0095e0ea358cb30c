using HieImaging.AffinityDomain.Messages;
using HieImaging.Node.Messaging;
using MassTransit;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class DeafnessTests
{
    private const string Consumer = "identity-link-sources";

    private readonly SetClock _clock = new();

    [Theory]
    [InlineData("0 0 0 0 0", false)]
    [InlineData("x x x", true)]                         // nobody consumes
    [InlineData("x x 0", false)]
    [InlineData("3 3", false)]                          // not for long
    [InlineData("3 3 3", true)]
    [InlineData("3 3 0 3 3", false)]                    // the queue was emptied in between
    [InlineData("- - - -", true)]                       // no queue
    [InlineData("- - - 0", false)]
    public void A_consumer_is_deaf_when_messages_wait_at_every_look(string looks, bool expected)
    {
        var (hearing, deafness, isDeaf) = (new Hearing(_clock), new Deafness(_clock), false);
        _clock.Pass(TimeSpan.FromHours(1));
        foreach (var look in looks.Split(' '))
        {
            isDeaf = deafness.IsDeaf(Consumer, Look(look), hearing.SilentFor(Consumer));
            _clock.Pass(TimeSpan.FromSeconds(4));
        }
        Assert.Equal(expected, isDeaf);
    }

    [Fact]
    public void One_that_takes_what_waits_is_not_deaf_however_long_the_queue()
    {
        var (hearing, deafness) = (new Hearing(_clock), new Deafness(_clock));
        for (var look = 0; look < 20; look++)
        {
            Assert.False(deafness.IsDeaf(Consumer, new(1000, 1), hearing.SilentFor(Consumer)));
            _clock.Pass(TimeSpan.FromSeconds(4));
            hearing.Begin(Consumer);
            hearing.End(Consumer);
            _clock.Pass(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void One_that_has_a_message_in_hand_is_not_deaf_however_long_it_takes()
    {
        var (hearing, deafness) = (new Hearing(_clock), new Deafness(_clock));
        hearing.Begin(Consumer);
        hearing.Begin(Consumer);
        hearing.End(Consumer);
        for (var look = 0; look < 20; look++)
        {
            Assert.False(deafness.IsDeaf(Consumer, new(1000, 1), hearing.SilentFor(Consumer)));
            _clock.Pass(TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public void The_exchange_of_a_message_is_the_one_that_consumers_bind() => Assert.All(
        MessageCatalogue.Types.Values,
        type => Assert.Equal(Bus.Factory.CreateUsingRabbitMq().Topology.PublishTopology.TryGetPublishAddress(
            type, new Uri("rabbitmq://localhost/"), out var address) ? address!.AbsolutePath[1..] : "", BrokerCarrier.ExchangeOf(type)));

    private static QueueLook? Look(string look) => look switch
    {
        "-" => null,
        "x" => new(0, 0),
        _ => new(uint.Parse(look, null), 1),
    };

    private sealed class SetClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }
}
