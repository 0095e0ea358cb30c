using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>FHIR resources in JSON and XML, sent by A's PACS. A study is a new one each time, for what was put is not put again.</summary>
public sealed class FhirRestChannel(HostileExchange exchange) : HostileChannel(exchange)
{
    private readonly Placeholders _placeholders = new(exchange);

    public override string Name => "fhir-rest";

    public override bool Accepts(HostileAnswer answer) => answer.Status == 201;

    public override Task<HostileAnswer> ControlAsync(CancellationToken cancellation) =>
        Exchange.SendAsync(HostileExchange.Post("fhir/ImagingStudy",
            HostileExchange.ImagingStudy(Exchange.A, HostileExchange.NumberOfA, Exchange.FreshUid(), "a control")), Exchange.A.Pacs, cancellation);

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        var (method, path) = RequestOf(input);
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(Body(folder, input)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", input.ContentType);
        foreach (var (name, value) in input.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        return await Exchange.SendAsync(request, Exchange.A.Pacs, cancellation);
    }

    private (HttpMethod, string) RequestOf(BadInput input) => _placeholders.Fill(input.Request).Split(' ') switch
    {
        [var method, var path, ..] => (new HttpMethod(method), path),
        _ => (HttpMethod.Post, "/fhir/ImagingStudy"),
    };

    // What speaks of the study of A that is there already speaks of a new one: only the reason under test may refuse it.
    private byte[] Body(BadInputFolder folder, BadInput input) => Encoding.Latin1.GetBytes(
        _placeholders.Fill(Encoding.Latin1.GetString(folder.Bytes(input))).Replace(HostileExchange.StudyOfA, Exchange.FreshUid(), StringComparison.Ordinal));
}
