using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.PretendFacility.Feeding;

/// <summary>A hospital's ADT system: feeds its patients by ITI-104 (PIXm: conditional update).</summary>
/// <param name="http">With the node's address as base.</param>
public sealed class AdtPlayer(HttpClient http)
{
    /// <summary>Adds or revises the patient, whichever version the node has.</summary>
    /// <returns>The node's answer, to be disposed of by the caller.</returns>
    public Task<HttpResponseMessage> FeedAsync(PretendPatient patient, string token, CancellationToken cancellation) =>
        FeedAsync(patient, token, null, cancellation);

    /// <summary>Says that a number was given up for another (Resolve Duplicate Patient).</summary>
    /// <returns>The node's answer, to be disposed of by the caller.</returns>
    public Task<HttpResponseMessage> GiveUpAsync(
        PatientIdentifier number, PatientIdentifier survivor, string token, CancellationToken cancellation) =>
        PutAsync(number, PretendPatient.GivenUp(number, survivor), token, null, cancellation);

    /// <summary>Takes a number back (Remove Patient).</summary>
    /// <returns>The node's answer, to be disposed of by the caller.</returns>
    public async Task<HttpResponseMessage> RemoveAsync(PatientIdentifier number, string token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, At(number));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, cancellation);
    }

    /// <summary>Adds or revises the patient.</summary>
    /// <param name="version">The version that alone is to be revised (If-Match); null: whichever.</param>
    /// <returns>The node's answer, to be disposed of by the caller.</returns>
    public Task<HttpResponseMessage> FeedAsync(PretendPatient patient, string token, int? version, CancellationToken cancellation) =>
        PutAsync(patient.Number, patient.ToFhir(), token, version, cancellation);

    private async Task<HttpResponseMessage> PutAsync(
        PatientIdentifier number, JsonObject patient, string token, int? version, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, At(number))
        {
            Content = new StringContent(patient.ToJsonString(), Encoding.UTF8, "application/fhir+json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (version is { } revised)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revised}\"", isWeak: true));
        return await http.SendAsync(request, cancellation);
    }

    private static string At(PatientIdentifier number) => "fhir/Patient?identifier=" + Uri.EscapeDataString($"{number.Authority.Urn}|{number.Value}");
}
