using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Anomalies;

/// <summary>kill -9 of every process of the node in the middle of publishing; of all roles in one process, <see cref="FaultsUnderLoad"/> tells.</summary>
public abstract class NodeKilled(Exchange exchange) : PublishingStory(exchange)
{
    [Fact]
    public Task Nothing_acknowledged_is_lost_or_doubled_and_linking_catches_up() => PublishThroughAsync(async () =>
    {
        var before = Exchange.Nodes.Select(node => node.Id).ToList();
        foreach (var node in Exchange.Nodes)
            await node.KillAsync();
        Assert.All(Exchange.Nodes, node => Assert.True(node.HasExited));
        Assert.InRange(Acknowledged, 1, 99);

        await Exchange.StartNodesAsync();

        Assert.Empty(before.Intersect(Exchange.Nodes.Select(node => node.Id)));
    });
}

public sealed class NodeKilledInOneProcessARole(FragileOneProcessARole exchange) : NodeKilled(exchange), IClassFixture<FragileOneProcessARole>;

public sealed class NodeKilledWithoutBroker(WithoutBroker exchange) : NodeKilled(exchange), IClassFixture<WithoutBroker>;
