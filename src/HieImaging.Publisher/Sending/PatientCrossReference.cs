using System.Net;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Publisher.Sending;

/// <summary>Asks under which number the affinity domain knows a patient (ITI-83, <c>$ihe-pix</c>).</summary>
internal sealed class PatientCrossReference(HttpClient http, Uri node, AssigningAuthority domain)
{
    /// <summary>Null where the domain does not know the patient.</summary>
    /// <exception cref="HttpRequestException">The node refuses or is not there.</exception>
    public async Task<PatientIdentifier?> FindAsync(PatientIdentifier own, CancellationToken cancellation)
    {
        var source = Uri.EscapeDataString($"{own.Authority.Urn}|{own.Value}");
        using var request = new HttpRequestMessage(HttpMethod.Get,
            new Uri(node, $"fhir/Patient/$ihe-pix?sourceIdentifier={source}&targetSystem={Uri.EscapeDataString(domain.Urn)}"));
        request.Headers.TryAddWithoutValidation("Accept", "application/fhir+json");
        using var response = await http.SendAsync(request, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var parameters = await JsonDocument.ParseAsync(body, default, cancellation);
        return Of(parameters.RootElement);
    }

    /// <summary>The first targetIdentifier of the domain in a Parameters resource.</summary>
    internal PatientIdentifier? Of(JsonElement parameters)
    {
        if (!parameters.TryGetProperty("parameter", out var list) || list.ValueKind != JsonValueKind.Array)
            return null;
        foreach (var parameter in list.EnumerateArray())
        {
            if (parameter.TryGetProperty("name", out var name) && name.ValueEquals("targetIdentifier")
                && parameter.TryGetProperty("valueIdentifier", out var identifier)
                && identifier.TryGetProperty("system", out var system) && system.ValueEquals(domain.Urn)
                && identifier.TryGetProperty("value", out var value)
                && PatientIdentifier.TryCreate(domain, value.GetString(), out var found))
                return found;
        }
        return null;
    }
}
