using System.Text.Json;

namespace HieImaging.Harness.Hostile;

/// <summary>Addresses and queries, asked by A's EHR.</summary>
/// <param name="samples">How often what is forbidden is compared with what is absent.</param>
public sealed class HttpGetChannel(HostileExchange exchange, int samples = 40) : HostileChannel(exchange)
{
    private const int Telling = 40;
    private static readonly TimeSpan Alike = TimeSpan.FromMilliseconds(5);

    private readonly Placeholders _placeholders = new(exchange);
    private readonly Dictionary<string, string> _asked = new(StringComparer.Ordinal);

    public override string Name => "http-get";

    public override bool Accepts(HostileAnswer answer) => answer.Status == 200 && answer.Text.Contains(Exchange.StudyIdOfA, StringComparison.Ordinal);

    public override Task<HostileAnswer> ControlAsync(CancellationToken cancellation) =>
        AskAsync($"/fhir/ImagingStudy?patient={Exchange.PatientIdOfA}&_id={Exchange.StudyIdOfA}", Exchange.A.Ehr, cancellation);

    // A target that cannot be there proves nothing.
    public override string? Skips(BadInputFolder folder, BadInput input) => UrlOf(folder, input) switch
    {
        var url when url.StartsWith("/fhir/AuditEvent", StringComparison.Ordinal) => "AuditEvents are not searched yet (ITI-81)",
        var url when url.StartsWith("/fhir/Consent", StringComparison.Ordinal) => "Consents are not searched yet",
        var url when url.StartsWith("/console", StringComparison.Ordinal) => "there is no console",
        // a link that nobody gave out needs none that works
        var url when url.StartsWith("/share/", StringComparison.Ordinal) && !url.StartsWith("/share/AAAA", StringComparison.Ordinal) => "there are no share links",
        var url when url.StartsWith("/payer/", StringComparison.Ordinal) && !url.Contains("/wado", StringComparison.Ordinal) => "there is no door for payers",
        _ => null,
    };

    public override Expectation Expects(BadInput input) => OurAnswers.To(input);

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        var url = _placeholders.Fill(UrlOf(folder, input));
        // A payer's token at the door of pixels; the door of prior studies is not there yet.
        if (url.StartsWith("/payer/", StringComparison.Ordinal))
            return await AskAsync("/dicomweb/studies/" + HostileExchange.StudyOfA, PretendFacility.Domains.PretendDomain.Payer, cancellation);
        _asked[input.Id] = url;
        return await AskAsync(url, Exchange.A.Ehr, cancellation);
    }

    public override async Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation)
    {
        var harms = new List<string>();
        if (answer.Text.Contains(Exchange.B.DicomWeb!, StringComparison.Ordinal))
            harms.Add("the body holds the address of another organization's archive");
        var found = Matches(answer);
        if (found.Any(id => id != Exchange.StudyIdOfA && (id == Exchange.StudyIdOfB || id == Exchange.PatientIdOfB)))
            harms.Add("a resource of another organization is found");
        var (asked, url) = (input.Id, _asked.GetValueOrDefault(input.Id, ""));
        if (asked is "url-003" or "url-012" or "url-020" or "url-023" && found.Count > 0)
            harms.Add($"{found.Count} resources are found");
        if (asked is "url-018" && found is not [_, ..])
            harms.Add("the caller's own is not found");
        if (asked is "url-046" && (answer.Headers.GetValueOrDefault("content-type", "").Contains("javascript", StringComparison.Ordinal) || answer.Text.Contains("alert", StringComparison.Ordinal)))
            harms.Add("JSONP");
        if (asked is "url-049" && ((string[])["Kestrel", "PostgreSQL", "Npgsql", ".NET", "RabbitMQ"]).FirstOrDefault(word => answer.Text.Contains(word, StringComparison.Ordinal)) is { } told)
            harms.Add($"it tells of {told}");
        if (asked is "url-043" && answer.Text.Contains("127.0.0.1:" + new Uri(Exchange.B.DicomWeb!).Port, StringComparison.Ordinal))
            harms.Add("an internal address");
        foreach (var (there, absent) in Oracle(asked, url))
            if (await DifferencesAsync(url, there, absent, cancellation) is [_, ..] seen)
                // what is no chance is seen again
                harms.AddRange(seen.Intersect(await DifferencesAsync(url, there, absent, cancellation)));
        return harms;
    }

    // What is there and forbidden, and what is not there at all: nobody may tell one from the other.
    private IEnumerable<(string There, string Absent)> Oracle(string id, string url) => id switch
    {
        "url-012" or "url-050" => [(HostileExchange.NumberOfB, "B-9")],
        "url-020" or "url-054" => [(HostileExchange.StudyOfB, HostileExchange.AuthorityOfB + ".200.9")],
        "url-039" or "url-040" => [(Exchange.StudyIdOfB, new string('a', Exchange.StudyIdOfB.Length))],
        "url-043" when !url.EndsWith(Exchange.EndpointOfB, StringComparison.Ordinal) => [],
        _ => [],
    };

    private static string UrlOf(BadInputFolder folder, BadInput input) => folder.Entry(input).GetProperty("url").GetString()!;

    private async Task<List<string>> DifferencesAsync(string url, string there, string absent, CancellationToken cancellation)
    {
        var (first, second) = (new List<TimeSpan>(), new List<TimeSpan>());
        var harms = new List<string>();
        for (var i = 0; i < samples; i++)
        {
            var one = await AskAsync(url, Exchange.A.Ehr, cancellation);
            var other = await AskAsync(url.Replace(there, absent, StringComparison.Ordinal), Exchange.A.Ehr, cancellation);
            first.Add(one.Took);
            second.Add(other.Took);
            if (i == 0 && (one.Status != other.Status || Words(one, there) != Words(other, absent)))
                harms.Add($"forbidden and absent differ: {one.Status} {Words(one, there)} {other.Status} {Words(other, absent)}");
        }
        var difference = (Median(first) - Median(second)).Duration();
        if (samples >= Telling && difference > Alike)
            harms.Add($"forbidden and absent differ by more than {Alike.TotalMilliseconds:0} ms in the median of {samples}");
        return harms;
    }

    private async Task<HostileAnswer> AskAsync(string path, string client, CancellationToken cancellation)
    {
        // as it stands: no dots resolved, no escapes undone
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Exchange.Address.ToString().TrimEnd('/') + path, options));
        return await Exchange.SendAsync(request, client, cancellation);
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    // Without the name that was asked for, and what is of the moment: the Bundle's own time.
    private static string Words(HostileAnswer answer, string name) => Moment().Replace(answer.Text, "…")
        .Replace(name, "…", StringComparison.Ordinal).Replace(Uri.EscapeDataString(name), "…", StringComparison.Ordinal);

    private static System.Text.RegularExpressions.Regex Moment() => new("\"(lastUpdated|fullUrl|id)\":\"[^\"]*\"");

    private static List<string> Matches(HostileAnswer answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("entry", out var entries)
                ? [.. entries.EnumerateArray().Select(entry => entry.GetProperty("resource")).Where(resource => resource.TryGetProperty("id", out _)
                    && resource.GetProperty("resourceType").GetString() != "OperationOutcome").Select(resource => resource.GetProperty("id").GetString()!)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
