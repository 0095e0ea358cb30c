using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Anomalies;

/// <summary>PostgreSQL and RabbitMQ die in the middle of publishing; the node stays and mends itself.</summary>
[Collection(Name)]
public sealed class ServersKilled(OnOwnServers exchange) : PublishingStory(exchange)
{
    public const string Name = "servers that are killed";

    // An outage of this length, not a wait for anything: what was begun before it has been given up when it ends.
    private static readonly TimeSpan LongerThanTheRelayWaits = TimeSpan.FromSeconds(16);

    [Fact]
    public Task PostgreSQL_dies_with_all_its_processes() => KilledAsync("postgres", () => Task.CompletedTask);

    [Fact]
    public Task RabbitMQ_dies_and_submissions_are_taken_without_it() => KilledAsync("rabbitmq", async () =>
    {
        await AcceptsAsync();
        await Task.Delay(LongerThanTheRelayWaits);
        await AcceptsAsync();
    });

    [Fact]
    public Task RabbitMQ_comes_back_with_queues_that_have_no_leader() => PublishThroughAsync(async () =>
    {
        await Exchange.Servers.StopAsync("rabbitmq");
        Exchange.Servers.ForgetQuorumQueues();
        await Exchange.Servers.StartAsync("rabbitmq");
    });

    [Fact]
    public Task Every_queue_is_deleted() => PublishThroughAsync(async () =>
    {
        Assert.InRange(Acknowledged, 1, 99);
        Assert.NotEqual(0, await Exchange.Servers.DeleteQueuesAsync(Exchange.Settings["ConnectionStrings__Bus"]));
    });

    private async Task KilledAsync(string server, Func<Task> meanwhile)
    {
        var (node, before) = (Exchange.Nodes[0].Id, await Exchange.Servers.PidAsync(server));
        Assert.NotNull(before);
        await PublishThroughAsync(async () =>
        {
            Assert.InRange(Acknowledged, 1, 99);
            await Exchange.Servers.KillAsync(server);
            Assert.Null(await Exchange.Servers.PidAsync(server));
            await meanwhile();

            await Exchange.Servers.StartAsync(server);

            Assert.NotEqual(before, await Exchange.Servers.PidAsync(server));
        });
        Assert.Equal(node, Exchange.Nodes[0].Id);
        Assert.False(Exchange.Nodes[0].HasExited);
    }
}

[CollectionDefinition(ServersKilled.Name)]
public sealed class ServersToBeKilled : ICollectionFixture<OnOwnServers>;
