using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using MassTransit;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

public sealed class QueueNameTests
{
    [Fact]
    public void A_queue_is_named_by_room_and_consumer() =>
        Assert.Equal("hie-tests-note-study-v1", QueueName.Of(typeof(NoteStudyConsumer)));

    [Theory]
    [InlineData("rabbitmq://localhost/hie-tests-note-study-v1?type=quorum")]
    [InlineData("loopback://localhost/hie-tests-note-study-v1")]
    public void The_inbox_knows_the_consumer_by_the_address_that_a_message_came_to(string address) =>
        Assert.Equal(QueueName.ConsumerOf(typeof(NoteStudyConsumer)), QueueName.ConsumerOf(new Uri(address)));

    [Fact]
    public void A_batch_lists_the_type_of_its_messages()
    {
        var listed = new OutboxConsumers();
        listed.List(typeof(NoteStudyConsumer));
        Assert.Equal([("StudyRegistered", "tests-note-study"), ("StudyWithdrawn", "tests-note-study")], listed.Listed);
    }

    private sealed class NoteStudyConsumer : IConsumer<StudyWithdrawn>, IConsumer<Batch<StudyRegistered>>
    {
        public Task Consume(ConsumeContext<StudyWithdrawn> context) => Task.CompletedTask;

        public Task Consume(ConsumeContext<Batch<StudyRegistered>> context) => Task.CompletedTask;
    }
}
