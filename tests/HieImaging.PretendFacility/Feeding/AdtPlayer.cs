using System.Net.Http.Headers;
using System.Text;

namespace HieImaging.PretendFacility.Feeding;

/// <summary>A hospital's ADT system: feeds its patients by ITI-104 (PIXm: conditional update).</summary>
/// <param name="http">With the node's address as base.</param>
public sealed class AdtPlayer(HttpClient http)
{
    /// <summary>Adds or revises the patient, whichever version the node has.</summary>
    /// <returns>The node's answer, to be disposed of by the caller.</returns>
    public Task<HttpResponseMessage> FeedAsync(PretendPatient patient, string token, CancellationToken cancellation) =>
        FeedAsync(patient, token, null, cancellation);

    /// <summary>Adds or revises the patient.</summary>
    /// <param name="version">The version that alone is to be revised (If-Match); null: whichever.</param>
    /// <returns>The node's answer, to be disposed of by the caller.</returns>
    public async Task<HttpResponseMessage> FeedAsync(PretendPatient patient, string token, int? version, CancellationToken cancellation)
    {
        var identifier = Uri.EscapeDataString($"{patient.Number.Authority.Urn}|{patient.Number.Value}");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"fhir/Patient?identifier={identifier}")
        {
            Content = new StringContent(patient.ToFhir().ToJsonString(), Encoding.UTF8, "application/fhir+json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (version is { } number)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{number}\"", isWeak: true));
        return await http.SendAsync(request, cancellation);
    }
}
