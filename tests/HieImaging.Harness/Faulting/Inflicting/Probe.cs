using System.Diagnostics;
using System.Net.Http.Headers;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>Somebody who asks while things are broken, with a token from before.</summary>
internal sealed class Probe : IDisposable
{
    private readonly HttpClient _http;

    private Probe(HttpClient http) => _http = http;

    public static async Task<Probe> OfAsync(FaultSite site)
    {
        var http = new HttpClient { BaseAddress = site.Address, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await site.TokenAsync(site.Sites[0].Hospital.Ehr));
        return new Probe(http);
    }

    /// <summary>A search that nobody has asked before.</summary>
    public async Task<ProbeAnswer> SearchAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await _http.GetAsync($"fhir/ImagingStudy?identifier=urn:oid:1.2.{Random.Shared.Next()}");
        return new ProbeAnswer((int)answer.StatusCode, Stopwatch.GetElapsedTime(began));
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What somebody was answered, and after what time.</summary>
internal sealed record ProbeAnswer(int Status, TimeSpan Took);
