using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Publishing;
using HieImaging.Xds.Responses;

namespace HieImaging.Harness.Faulting.Working;

/// <summary>One attempt at each door, and what its answer means to a hospital's queue.</summary>
internal sealed class Senders(Exchange exchange)
{
    private DocumentSource Source => new(exchange.Http);

    public async Task<Answer> FeedAsync(PretendPatient patient, string client, CancellationToken cancellation)
    {
        using var answer = await new AdtPlayer(exchange.Http).FeedAsync(patient, await exchange.TokenAsync(client), cancellation);
        return Meaning(answer.StatusCode);
    }

    public async Task<Answer> ProvideAsync(PretendHospital hospital, ImagingSubmission submission, CancellationToken cancellation)
    {
        var response = await Source.ProvideAsync(submission, await exchange.TokenAsync(hospital.Pacs), cancellation);
        if (response.Status == ResponseStatus.Success)
            return new Answer(AnswerKind.Done, "Success");
        var code = response.Errors.First(error => error.Severity == Severity.Error).Code;
        return new Answer(code.EndsWith("Busy", StringComparison.Ordinal) ? AnswerKind.Busy : AnswerKind.Refused, code);
    }

    public async Task<Answer> StowAsync(PretendHospital hospital, ReadOnlyMemory<byte> keyObject, CancellationToken cancellation)
    {
        using var answer = await Source.StowAsync(hospital.Id, [keyObject], await exchange.TokenAsync(hospital.Pacs), cancellation);
        return Meaning(answer.StatusCode);
    }

    public async Task<Answer> BulkAsync(PretendHospital hospital, IReadOnlyList<ReadOnlyMemory<byte>> keyObjects, CancellationToken cancellation)
    {
        using var answer = await Source.BulkAsync(keyObjects, await exchange.TokenAsync(hospital.Pacs), cancellation);
        return Meaning(answer.StatusCode);
    }

    /// <param name="id">Of the ImagingStudy that is updated; null: a new one.</param>
    public async Task<Answer> ResourceAsync(PretendHospital hospital, string body, string? id, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(id is null ? HttpMethod.Post : HttpMethod.Put, "fhir/ImagingStudy" + (id is null ? "" : "/" + id))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/fhir+json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await exchange.TokenAsync(hospital.Pacs));
        using var answer = await exchange.Http.SendAsync(request, cancellation);
        var meaning = Meaning(answer.StatusCode);
        if (meaning.Kind != AnswerKind.Done)
            return meaning;
        using var stored = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
        return meaning with { Handle = stored.RootElement.GetProperty("id").GetString() };
    }

    private static Answer Meaning(HttpStatusCode status) => new((int)status switch
    {
        >= 200 and < 300 => AnswerKind.Done,
        429 or 502 or 503 or 504 => AnswerKind.Busy,
        _ => AnswerKind.Refused,
    }, ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
}
