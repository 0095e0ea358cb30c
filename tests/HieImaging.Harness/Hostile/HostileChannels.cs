namespace HieImaging.Harness.Hostile;

/// <summary>The channels that there are.</summary>
public static class HostileChannels
{
    public static IReadOnlyList<HostileChannel> Of(HostileExchange exchange) =>
    [
        new FhirRestChannel(exchange),
    ];
}
