using System.Diagnostics;
using System.Globalization;
using HieImaging.PretendFacility.Proxying;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>The network between the node and its servers is bad: slow, narrow, cut off, a black hole.</summary>
public static class NetworkFaults
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(6);

    public static IReadOnlyList<Fault> All { get; } =
    [
        .. new (string Name, Func<FaultSite, TcpProxy> Network)[] { ("PostgreSQL", site => site.Postgres), ("RabbitMQ", site => site.Broker) }.SelectMany((to, index) => (IEnumerable<Fault>)
        [
            new NetworkFault($"N{index}1", $"the way to {to.Name} takes 30 ms more", to.Network, network => network.ToServer.Delay = TimeSpan.FromMilliseconds(30), Length, isServed: true),
            new NetworkFault($"N{index}2", $"the way from {to.Name} is narrow", to.Network, network => network.ToClient.BytesPerSecond = 64 * 1024, Length, isServed: index == 1),
            new NetworkFault($"N{index}3", $"every connection to {to.Name} is reset", to.Network, network => network.Reset(), TimeSpan.Zero, isServed: true),
            new NetworkFault($"N{index}4", $"connections to {to.Name} are reset after some bytes", to.Network, network => network.ToServer.Cut = new Cut(Ending.Reset, 20_000), Length, isServed: index == 1),
            new NetworkFault($"N{index}5", $"the way to {to.Name} is a black hole", to.Network, network => (network.ToServer.IsBlocked, network.ToClient.IsBlocked) = (true, true), Length, isServed: index == 1),
        ]),
    ];

    /// <param name="isServed">Submissions and queries are served meanwhile.</param>
    private sealed class NetworkFault(string id, string name, Func<FaultSite, TcpProxy> to, Action<TcpProxy> breaks, TimeSpan length, bool isServed)
        : Fault(id, name, TimeSpan.FromSeconds(15))
    {
        public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
        {
            var network = to(site);
            var (bytes, resets, connections) = (network.ToServer.Bytes, network.Resets, network.Connections);
            breaks(network);
            var meanwhile = "";
            try
            {
                if (isServed)
                {
                    var served = await site.ServesAgainAsync();
                    meanwhile = string.Create(CultureInfo.InvariantCulture, $"; served {served.TotalSeconds:0.0} s after it");
                }
                await Task.Delay(length, cancellation);
            }
            finally
            {
                network.Heal();
            }
            var healed = Stopwatch.GetTimestamp();
            await site.ServesAgainAsync();
            return new Inflicted(
                $"{network.ToServer.Bytes - bytes} bytes went to it, {network.Resets - resets} connections were reset, {network.Connections - connections} opened{meanwhile}",
                Stopwatch.GetElapsedTime(healed));
        }
    }
}
