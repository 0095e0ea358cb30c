using HieImaging.PretendFacility.Proxying;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>kill -9 of the node at the moment when certain bytes are on the wire: held there, so that the moment is exact.</summary>
/// <param name="flow">Which direction of which proxy.</param>
/// <param name="pattern">What is waited for.</param>
/// <param name="skip">The greatest number of hits that go on before: chance chooses.</param>
public class WireKill(string id, string name, Func<FaultSite, Flow> flow, byte[] pattern, int skip) : Fault(id, name, TimeSpan.FromSeconds(10))
{
    /// <summary>Nothing of the kind is seen for so long: the exchange does not do it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var pids = string.Join(", ", site.Nodes.Select(node => node.Id));
        string evidence;
        using (var watch = flow(site).Watch(pattern, random.Next(skip + 1)))
        {
            await CaughtAsync(watch, cancellation);
            evidence = await BeforeAsync(site, watch, cancellation);
            await site.KillNodesAsync();
        }
        var ready = await site.StartAgainAsync();
        await site.ServesAgainAsync();
        return new Inflicted($"{evidence}; killed {pids}, back as {string.Join(", ", site.Nodes.Select(node => node.Id))}", ready);
    }

    /// <summary>What is made sure of while the bytes are held; the evidence.</summary>
    protected virtual Task<string> BeforeAsync(FaultSite site, Watch held, CancellationToken cancellation) =>
        Task.FromResult($"held at hit {held.Hits}");

    protected static async Task CaughtAsync(Watch watch, CancellationToken cancellation)
    {
        try
        {
            await watch.Caught.WaitAsync(Patience, cancellation);
        }
        catch (TimeoutException)
        {
            throw new FaultMissedException($"Within {Patience} the bytes that it waits for were seen {watch.Hits} times, and never held.");
        }
    }
}
