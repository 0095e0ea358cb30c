using System.ComponentModel.DataAnnotations;
using HieImaging.Wire.Connecting;

namespace HieImaging.Node.Messaging;

/// <summary>How the bus is used (<c>Bus:…</c>); where it is, is <c>ConnectionStrings:Bus</c>.</summary>
internal sealed record BusOptions
{
    /// <summary>Messages on the way to one consumer.</summary>
    [Range(1, 1000)] public int Prefetch { get; init; } = 32;

    /// <summary>Of these, at work at once: together with the other consumers fewer than the pool has connections, so that the doors find
    /// one too.</summary>
    [Range(1, 1000)] public int Concurrency { get; init; } = 4;

    /// <summary>A message that its consumer never answered for is dropped by RabbitMQ after so many deliveries; the outbox publishes it
    /// again.</summary>
    [Range(1, 100)] public int DeliveryLimit { get; init; } = 10;

    /// <summary>Replicas of a quorum queue at its birth.</summary>
    [Range(1, 7)] public int Replicas { get; init; } = 1;

    /// <summary>Where the address is <c>amqps://…</c>.</summary>
    public ClientTlsOptions Tls { get; init; } = new();
}
