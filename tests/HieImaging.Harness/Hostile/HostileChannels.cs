namespace HieImaging.Harness.Hostile;

/// <summary>The channels that there are.</summary>
public static class HostileChannels
{
    public static IReadOnlyList<HostileChannel> Of(HostileExchange exchange) => [.. OverHttp(exchange, 40), .. OfDocuments(exchange), new MllpChannel(exchange)];

    /// <summary>Those that speak HTTP and FHIR.</summary>
    /// <param name="samples">How often an answer is compared with another that must be like it.</param>
    public static IReadOnlyList<HostileChannel> OverHttp(HostileExchange exchange, int samples) =>
    [
        new FhirRestChannel(exchange), new HttpGetChannel(exchange, samples), new HttpRawChannel(exchange), new HttpStreamChannel(exchange), new Http2Channel(exchange),
        new BearerChannel(exchange),
    ];

    /// <summary>Those through which key objects come.</summary>
    public static IReadOnlyList<HostileChannel> OfDocuments(HostileExchange exchange) =>
    [
        new KeyObjectsByRad68(exchange), new KeyObjectsByStow(exchange), new KeyObjectsInBulk(exchange), new SoapChannel(exchange), new StowChannel(exchange),
        new SequenceChannel(exchange),
    ];
}
