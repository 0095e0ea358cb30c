namespace HieImaging.Harness;

/// <summary>Settings of a node of which one client asks more in a second than a state does: its rates and its outbox' bound are not met.</summary>
public static class Unthrottled
{
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Trust__Rates__ClientPerSecond"] = "0",
        ["Trust__Rates__AddressPerSecond"] = "0",
        ["Trust__Rates__FailuresPerSecond"] = "0",
        ["BackPressure__OutboxRows"] = "10000000",
    };
}
