using Xunit;

namespace HieImaging.SystemTests.Harness;

/// <summary>One more process on the exchange's database, which hears HL7 v2 and waits for nobody: two connections, and little time.</summary>
public sealed class ImpatientNode(OneProcess exchange) : IAsyncLifetime
{
    public const int Connections = 2;

    private NodeProcess _node = null!;

    public Uri Mllp => _node.Mllp!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string>(exchange.Settings, StringComparer.Ordinal)
        {
            ["Listening__PublicUrl"] = exchange.Address.ToString().TrimEnd('/'), ["Mllp__Connections"] = $"{Connections}",
            ["Mllp__MessageWithin"] = "00:00:00.300", ["Mllp__AnswerWithin"] = "00:00:01", ["Mllp__TakenWithin"] = "00:00:00.300",
        };
        using var plain = new HttpClient();
        _node = await NodeProcess.StartAsync(settings, "identity", plain);
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();
}
