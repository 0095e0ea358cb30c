using System.Diagnostics.Metrics;
using HieImaging.Wire;
using Microsoft.Extensions.Options;

namespace HieImaging.Broker.Retrieving;

/// <summary>The memory that all requests for metadata share in this process, and how much of it is taken.</summary>
internal sealed class MetadataRoom : IDisposable
{
    private readonly Meter _meter = new("HieImaging.Broker");
    private readonly Counter<long> _spent;
    private readonly ByteBudget _budget;

    public MetadataRoom(IOptions<MetadataOptions> options)
    {
        Options = options.Value;
        _budget = new ByteBudget(Options.AllBytes, Options.OfOneClient);
        _meter.CreateObservableGauge("hie.metadata.bytes", () => _budget.Held, null, "Bytes of metadata held for callers");
        _spent = _meter.CreateCounter<long>("hie.metadata.refused", null, "Requests for metadata refused or broken off because there was no room");
    }

    public MetadataOptions Options { get; }

    public ByteBudget.Part Open(string client) => _budget.Open(client);

    /// <summary>Notes that a request found no room.</summary>
    public void WasSpent() => _spent.Add(1);

    public void Dispose() => _meter.Dispose();
}
