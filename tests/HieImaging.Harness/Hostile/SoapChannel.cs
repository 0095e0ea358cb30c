using System.Text;
using System.Text.RegularExpressions;

namespace HieImaging.Harness.Hostile;

/// <summary>
/// Envelopes and MTOM packages for RAD-68. The corpus has minimal metadata: ours, with which nothing is wrong, is put in its place, and the
/// hostile part of each input is carried over.
/// </summary>
public sealed partial class SoapChannel(HostileExchange exchange) : HostileChannel(exchange)
{
    private const string Benign = "ZZPHI-000042^^^&amp;1.2.826.0.1.3680043.10.999.1&amp;ISO";

    // of an attack class: a word of the fault or of the registry's answer
    private static readonly Dictionary<string, string[]> Reasons = new(StringComparer.Ordinal)
    {
        ["xxe"] = ["DTD"], ["dos-entity"] = ["DTD"], ["dos-amplify"] = ["attributes of an element", "nodes of XML", "More than 64 parts", "bytes of XML"],
        ["authorization"] = ["ActionMismatch"], ["ssrf"] = ["OnlyAnonymousAddressSupported", "An Include names no part"],
        ["injection"] = ["XDSRepositoryMetadataError", "XDSRegistryMetadataError"], ["xsw"] = ["UnsupportedSecurityToken"],
        ["dos-decompress"] = ["compressed"], ["dos-stream"] = ["More than 64 parts"], ["dos-depth"] = ["one Content-ID"],
        ["parser-differential"] = ["one Body", "one Content-ID", "folded header"],
        ["malformed"] = ["An Include names no part", "final boundary", "boundary is missing or none"],
    };

    private string _study = "";

    public override string Name => "rad-68-soap";

    public override string? Skips(BadInput input) => input.Request.Contains("{{ITI18}}", StringComparison.Ordinal)
        ? "there is no stored query (ITI-18) yet" : null;

    public override Expectation Expects(BadInput input) => new([], []) { Accepted = input.Control || input.Expected.Contains("accepted", StringComparison.Ordinal) };

    public override Task<HostileAnswer> ControlAsync(CancellationToken cancellation) =>
        KeyObjectsByRad68.SendAsync(Exchange, KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, Exchange.FreshUid()), cancellation);

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        if (input.File.EndsWith("#mime_parts", StringComparison.Ordinal))
            return await StreamAsync(cancellation);
        var name = KeyObjects.FreshName(HostileExchange.StudyOfA);
        _study = name.To;
        var bytes = folder.Bytes(input);
        var body = input.Headers.ContainsKey("Content-Encoding") ? bytes : Encoding.Latin1.GetBytes(Whole(Encoding.Latin1.GetString(bytes), name));
        using var request = KeyObjects.Post("xds/repository", body, input.ContentType);
        foreach (var (header, value) in input.Headers)
            if (!request.Headers.TryAddWithoutValidation(header, value))
                request.Content!.Headers.TryAddWithoutValidation(header, value);
        return SoapAnswers.Read(await Exchange.SendAsync(request, Exchange.A.Pacs, cancellation));
    }

    public override async Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation)
    {
        var harms = new List<string>();
        if (answer.IsRefused && Reasons.TryGetValue(input.Class, out var words) && !words.Any(word => answer.Text.Contains(word, StringComparison.Ordinal)))
            harms.Add($"refused for another reason than {string.Join(" or ", words)}");
        if (answer.IsRefused && await Exchange.AskStoreAsync<long>($"select count(*) from registry.document_entry where unique_id = '{_study}.9'") > 0)
            harms.Add("it was refused and registered");
        return harms;
    }

    private string Whole(string text, (string From, string To) name)
    {
        text = new Placeholders(Exchange).Fill(text)
            .Replace("{{SIGNED_ASSERTION_ORG_A_USER}}", SignedAssertion.OfUserOfA(), StringComparison.Ordinal)
            .Replace(name.From, name.To, StringComparison.Ordinal);
        if (!Minimal().IsMatch(text))
            return text;
        text = Minimal().Replace(text, minimal => MetadataFor(minimal.Value, name.To + ".9"), 1);
        var keyObject = Encoding.Latin1.GetString(KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, name.To));
        return text.StartsWith("--", StringComparison.Ordinal)
            ? text.Contains("\r\n\r\nDICOM\r\n--", StringComparison.Ordinal) && !text.Contains("multipart/", StringComparison.Ordinal) && Boundaries(text) <= 3
                ? text.Replace("\r\n\r\nDICOM\r\n--", $"\r\n\r\n{keyObject}\r\n--", StringComparison.Ordinal)
                : text
            : Include().Replace(text, Convert.ToBase64String(Encoding.Latin1.GetBytes(keyObject)));
    }

    private static int Boundaries(string text) => text.Split("--MIMEBoundary_hie", StringSplitOptions.None).Length - 1;

    // What the minimal metadata says beside the usual is the hostile part: another patient, further slots.
    private string MetadataFor(string minimal, string uniqueId)
    {
        var good = KeyObjects.Metadata(Exchange.A, HostileExchange.NumberOfA, uniqueId);
        var said = SourcePatient().Match(minimal).Groups[1].Value;
        if (said.Length > 0 && said != Benign)
            good = Cx().Replace(good, said.Replace("$", "$$", StringComparison.Ordinal));
        foreach (Match slot in Slots().Matches(minimal))
            if (!slot.Value.Contains("name=\"sourcePatientId\"", StringComparison.Ordinal))
                good = good.Insert(good.IndexOf("<rim:Slot", StringComparison.Ordinal) is var at && at > 0 ? at : good.IndexOf("<Slot", StringComparison.Ordinal), slot.Value);
        return good;
    }

    private async Task<HostileAnswer> StreamAsync(CancellationToken cancellation)
    {
        var head = "POST /xds/repository HTTP/1.1\r\nHost: hie.example\r\nContent-Type: multipart/related; type=\"application/xop+xml\"; boundary=x\r\n" +
            $"Authorization: Bearer {await Exchange.TokenAsync(Exchange.A.Pacs)}\r\n";
        using var connection = new KeptConnection(Exchange.Address);
        var answer = await connection.SendAsync(head, EnvelopeStreams.MimeParts(), cancellation);
        return SoapAnswers.Read(answer with { Client = Exchange.A.Pacs });
    }

    [GeneratedRegex(@"<rim:RegistryObjectList\b.*?</rim:RegistryObjectList>", RegexOptions.Singleline)]
    private static partial Regex Minimal();

    [GeneratedRegex(@"name=""sourcePatientId""><rim:ValueList><rim:Value>(.*?)</rim:Value>", RegexOptions.Singleline)]
    private static partial Regex SourcePatient();

    [GeneratedRegex(@"<rim:Slot\b.*?</rim:Slot>", RegexOptions.Singleline)]
    private static partial Regex Slots();

    // a patient's number in our metadata, of the domain or of A
    [GeneratedRegex(@"(?<=[""|>])[\w-]+\^\^\^&amp;[\d.]+&amp;ISO")]
    private static partial Regex Cx();

    [GeneratedRegex(@"<xop:Include\b[^>]*/>")]
    private static partial Regex Include();
}
