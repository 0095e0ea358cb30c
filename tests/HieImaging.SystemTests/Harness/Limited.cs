using System.Globalization;
using HieImaging.PretendFacility.Proxying;
using Xunit;

namespace HieImaging.SystemTests.Harness;

/// <summary>All roles in one process with limits so low that a story reaches them, and a broker that goes away on request.</summary>
public sealed class Limited() : Exchange([null]), IAsyncLifetime
{
    public const int Burst = 30;
    public const int FailuresBurst = 6;
    public const int OutboxRows = 40;
    public const int Writes = 2;

    /// <summary>The way to RabbitMQ.</summary>
    public TcpProxy Broker { get; private set; } = null!;

    protected override bool HasArchive => false;

    public override async Task InitializeAsync()
    {
        Settings["Trust__Rates__ClientPerSecond"] = "1";
        Settings["Trust__Rates__ClientBurst"] = Burst.ToString(CultureInfo.InvariantCulture);
        Settings["Trust__Rates__FailuresPerSecond"] = "1";
        Settings["Trust__Rates__FailuresBurst"] = FailuresBurst.ToString(CultureInfo.InvariantCulture);
        Settings["BackPressure__OutboxRows"] = OutboxRows.ToString(CultureInfo.InvariantCulture);
        Settings["BackPressure__LookEvery"] = "00:00:00.200";
        Settings["Overload__Writes"] = Writes.ToString(CultureInfo.InvariantCulture);
        Settings["Overload__OfOneClient"] = "0.5";
        Settings["Overload__WaitAtMost"] = "00:00:00.300";
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Broker.DisposeAsync();
    }

    protected override async Task<string> NewBusAsync()
    {
        var broker = new UriBuilder(await base.NewBusAsync());
        Broker = TcpProxy.Start(broker.Port);
        broker.Port = Broker.Port;
        return broker.Uri.ToString();
    }
}
