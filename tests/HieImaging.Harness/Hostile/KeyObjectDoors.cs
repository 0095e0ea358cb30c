using System.Text.Json;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Harness.Hostile;

/// <summary>Key objects as the document of a RAD-68 submission whose metadata nothing is wrong with.</summary>
public sealed class KeyObjectsByRad68(HostileExchange exchange) : KeyObjectChannel(exchange, "rad-68")
{
    protected override Task<HostileAnswer> SendAsync(byte[] keyObject, CancellationToken cancellation) => SendAsync(Exchange, keyObject, cancellation);

    public static async Task<HostileAnswer> SendAsync(HostileExchange exchange, byte[] keyObject, CancellationToken cancellation)
    {
        var metadata = KeyObjects.Metadata(exchange.A, HostileExchange.NumberOfA, KeyObjects.UidOf(keyObject) ?? exchange.FreshUid());
        var request = KeyObjects.Post("xds/repository", KeyObjects.Package(metadata, keyObject), KeyObjects.PackageType);
        return SoapAnswers.Read(await exchange.SendAsync(request, exchange.A.Pacs, cancellation));
    }
}

/// <summary>Key objects by STOW-RS.</summary>
public sealed class KeyObjectsByStow(HostileExchange exchange) : KeyObjectChannel(exchange, "stow-rs")
{
    private static readonly string[] Unreadable = ["49152", "43264"];     // 0xC000, 0xA900

    protected override Task<HostileAnswer> SendAsync(byte[] keyObject, CancellationToken cancellation) => SendAsync(Exchange, Exchange.A, keyObject, cancellation);

    /// <summary>Failure Reasons (0008,1197) have fewer words: none of them says how deep or how large.</summary>
    protected override IReadOnlyList<string> InItsWords(IReadOnlyList<string> reasons) =>
    [
        .. Unreadable,
        .. reasons.Contains("not-key-object") ? ["290"] : Array.Empty<string>(),                                       // 0x0122
        .. reasons.Contains("XDSNonIdenticalHash") ? (string[])["273", "292"] : [],                                     // 0x0111, 0x0124
    ];

    public override string? Skips(BadInput input) => WithoutMetadata(input);

    /// <summary>What only metadata beside the key object can contradict.</summary>
    public static string? WithoutMetadata(BadInput input) =>
        input.Request.Contains("with metadata", StringComparison.Ordinal) ? "the input is about metadata, which this door does not have" : null;

    public static async Task<HostileAnswer> SendAsync(HostileExchange exchange, PretendHospital of, byte[] keyObject, CancellationToken cancellation)
    {
        var answer = await exchange.SendAsync(KeyObjects.Post("dicomweb/studies", KeyObjects.Parts(keyObject), KeyObjects.ContentType), of.Pacs, cancellation);
        return answer.Headers.GetValueOrDefault("content-type") != "application/dicom+json" ? answer : answer with { OwnCodes = [.. ReasonsOf(answer.Body)] };
    }

    private static IEnumerable<string> ReasonsOf(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.TryGetProperty("00081198", out var failed))
            foreach (var item in failed.GetProperty("Value").EnumerateArray())
                yield return item.GetProperty("00081197").GetProperty("Value")[0].ToString();
    }
}

/// <summary>Key objects by <c>POST /manifests</c>: answered at once, judged by what became of them.</summary>
public sealed class KeyObjectsInBulk(HostileExchange exchange) : KeyObjectChannel(exchange, "manifests")
{
    public override string? Skips(BadInput input) => KeyObjectsByStow.WithoutMetadata(input);

    protected override Task<HostileAnswer> SendAsync(byte[] keyObject, CancellationToken cancellation) => SendAsync(Exchange, keyObject, cancellation);

    public static async Task<HostileAnswer> SendAsync(HostileExchange exchange, byte[] keyObject, CancellationToken cancellation)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var taken = await exchange.SendAsync(KeyObjects.Post("manifests", KeyObjects.Parts(keyObject), KeyObjects.ContentType), exchange.A.Pacs, cancellation);
        if (taken.Status != 202)
            return taken;
        return await Deadline.Until("what came in bulk is judged", async () =>
        {
            var progress = await exchange.SendAsync(
                new HttpRequestMessage(HttpMethod.Get, taken.Headers["location"].TrimStart('/')), exchange.A.Pacs, cancellation);
            using var json = JsonDocument.Parse(progress.Body);
            var refused = json.RootElement.GetProperty("refused").EnumerateArray().ToList();
            return !json.RootElement.GetProperty("done").GetBoolean() ? null : progress with
            {
                SaysNo = refused.Count > 0,
                Took = System.Diagnostics.Stopwatch.GetElapsedTime(began),
                OwnCodes = [.. refused.SelectMany(one => new[] { one.GetProperty("code").GetString()! }.Concat(one.GetProperty("text").GetString()!.Split(' ', '.', ':')))],
            };
        }, TimeSpan.FromSeconds(10));
    }
}
