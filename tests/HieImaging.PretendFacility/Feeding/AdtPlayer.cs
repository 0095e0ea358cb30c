using System.Net.Http.Headers;
using System.Text;

namespace HieImaging.PretendFacility.Feeding;

/// <summary>A hospital's ADT system: feeds its patients by ITI-104 (PIXm: conditional update).</summary>
/// <param name="http">With the node's address as base.</param>
public sealed class AdtPlayer(HttpClient http)
{
    /// <summary>Adds or revises the patient.</summary>
    /// <returns>The node's answer, to be disposed of by the caller.</returns>
    public async Task<HttpResponseMessage> FeedAsync(PretendPatient patient, string token, CancellationToken cancellation)
    {
        var identifier = Uri.EscapeDataString($"{patient.Number.Authority.Urn}|{patient.Number.Value}");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"fhir/Patient?identifier={identifier}")
        {
            Content = new StringContent(patient.ToFhir().ToJsonString(), Encoding.UTF8, "application/fhir+json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, cancellation);
    }
}
