using System.Net;
using System.Text;
using System.Xml.Linq;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Wire.Multipart;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Submitting;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Tests.Publisher;

/// <summary>An exchange in memory with the rules of a registry that a publisher meets: repetition, replacing, deprecating; it dies on request.</summary>
internal sealed class PretendedExchange : HttpMessageHandler
{
    public enum Fault
    {
        None, Away, LosesAnswers, Busy, KillsBefore, KillsAfter,
    }

    private sealed record Document(string UniqueId, (string Study, string Patient) Of, string Instances)
    {
        public bool Approved { get; init; } = true;
    }

    private readonly Dictionary<string, Document> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sets = new(StringComparer.Ordinal);
    private readonly List<int> _intakes = [];

    public Fault Wrong { get; set; }

    /// <summary>A study of which every submission is answered by a server error.</summary>
    public string? SaysNothingOf { get; set; }

    /// <summary>What every door shows: the union of what is approved of each study of each patient.</summary>
    public Dictionary<(string Study, string Patient), string> Shows() => _documents.Values.Where(one => one.Approved).GroupBy(one => one.Of)
        .ToDictionary(study => study.Key, study => string.Join(' ',
            study.SelectMany(one => one.Instances.Split(' ')).Distinct().Order(StringComparer.Ordinal)));

    /// <summary>How often a study has more than one approved document.</summary>
    public int Doubled => _documents.Values.Where(one => one.Approved).GroupBy(one => one.Of).Count(study => study.Count() > 1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (Wrong == Fault.Away)
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        if (path == "/oauth2/token")
            return Text(HttpStatusCode.OK, """{ "access_token": "one", "expires_in": 300 }""", "application/json");
        if (Wrong == Fault.KillsBefore)
            throw new KilledException();
        if (Wrong == Fault.Busy)
            return path.StartsWith("/xds/", StringComparison.Ordinal)
                ? Soap(RegistryResponse.Failure(RegistryErrorCode.RegistryBusy, "later"))
                : new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        var answer = path switch
        {
            "/manifests" => await TakeAsync(request),
            "/xds/repository" => await ProvideAsync(request),
            "/xds/registry" => await UpdateAsync(request),
            _ => Text(HttpStatusCode.OK, $$"""{ "received": {{_intakes[int.Parse(path["/manifests/".Length..])]}}, "registered": 0, "refused": [], "done": true }""", "application/json"),
        };
        return Wrong switch
        {
            Fault.LosesAnswers => throw new HttpRequestException(HttpRequestError.ResponseEnded),
            Fault.KillsAfter => throw new KilledException(),
            _ => answer,
        };
    }

    private async Task<HttpResponseMessage> TakeAsync(HttpRequestMessage request)
    {
        var body = new MemoryStream(await request.Content!.ReadAsByteArrayAsync());
        Assert(MediaType.TryParse(request.Content.Headers.ContentType!.ToString(), out var media));
        using var reader = new BoundedMultipartReader(body, media!.Boundary!);
        var count = 0;
        for (; await reader.NextAsync(default) is { } part; count++)
        {
            using var bytes = new MemoryStream();
            await part.CopyToAsync(bytes, default);
            var manifest = Read(bytes.ToArray());
            _documents.TryAdd(DocumentEntryWriter.EntryUuidOf(manifest.KeyObject), Of(manifest));
        }
        _intakes.Add(count);
        var answer = new HttpResponseMessage(HttpStatusCode.Accepted);
        answer.Headers.Location = new Uri($"/manifests/{_intakes.Count - 1}", UriKind.Relative);
        return answer;
    }

    private async Task<HttpResponseMessage> ProvideAsync(HttpRequestMessage request)
    {
        var (soap, provided) = await ReadAsync(request);
        var read = ProvideAndRegister.Read(soap);
        var submission = read.Submission!;
        if (Read(read.Documents[0].Content).Study.Uid.Text == SaysNothingOf)
            return Text(HttpStatusCode.InternalServerError,
                Encoding.UTF8.GetString(EnvelopeWriter.Bytes(EnvelopeWriter.Fault(SoapFault.Receiver("no"), null))), "application/soap+xml");
        if (!_sets.Add(submission.Set.UniqueId!))
            return Soap(RegistryResponse.Success);
        var replaced = submission.Associations.Where(one => one.Type == AssociationType.Replace).Select(one => one.Target).ToList();
        foreach (var target in replaced)
        {
            if (_documents.TryGetValue(target, out var old) && old.Approved)
                continue;
            _sets.Remove(submission.Set.UniqueId!);
            return Soap(RegistryResponse.Failure(old is null ? RegistryErrorCode.UnresolvedReference : RegistryErrorCode.DeprecatedDocument, "no"));
        }
        foreach (var target in replaced)
            _documents[target] = _documents[target] with { Approved = false };
        _documents.Add(submission.Entries[0].EntryUuid, Of(Read(read.Documents[0].Content)));
        return Soap(RegistryResponse.Success);
    }

    private async Task<HttpResponseMessage> UpdateAsync(HttpRequestMessage request)
    {
        var (soap, _) = await ReadAsync(request);
        var submission = SubmissionReader.Read(soap.Body, SubmissionKind.Update).Submission!;
        if (!_sets.Add(submission.Set.UniqueId!))
            return Soap(RegistryResponse.Success);
        var target = submission.Associations[0].Target;
        if (!_documents[target].Approved)
            return Soap(RegistryResponse.Failure(RegistryErrorCode.MetadataVersion, "no"));
        _documents[target] = _documents[target] with { Approved = false };
        return Soap(RegistryResponse.Success);
    }

    private static async Task<(SoapRequest Soap, SoapMessage Message)> ReadAsync(HttpRequestMessage request)
    {
        var body = new MemoryStream(await request.Content!.ReadAsByteArrayAsync());
        var message = await SoapMessage.ReadAsync(body, request.Content.Headers.NonValidated["Content-Type"].ToString(), SoapBounds.Default, default);
        var envelope = EnvelopeReader.Read(message.Envelope);
        return (new SoapRequest { Action = envelope.Action!, Body = envelope.Body, Attachments = message.Attachments }, message);
    }

    private static HttpResponseMessage Soap(RegistryResponse response) => Text(HttpStatusCode.OK,
        Encoding.UTF8.GetString(EnvelopeWriter.Bytes(EnvelopeWriter.Answer("urn:answer", null, response.Write()))), "application/soap+xml");

    private static Manifest Read(ReadOnlyMemory<byte> keyObject) =>
        ((KeyObjectReading.Manifests)KeyObjectReader.Read(keyObject, new CustodianTerms())).Of[0];

    private static Document Of(Manifest manifest) => new(
        manifest.KeyObject.Text, (manifest.Study.Uid.Text, manifest.Patient.Identifier.Value),
        string.Join(' ', manifest.Study.Series.SelectMany(series => series.Instances).Select(one => one.Uid.Text).Order(StringComparer.Ordinal)));

    private static HttpResponseMessage Text(HttpStatusCode status, string text, string type) =>
        new(status) { Content = new StringContent(text, Encoding.UTF8, type) };

    private static void Assert(bool condition) => Xunit.Assert.True(condition);
}
