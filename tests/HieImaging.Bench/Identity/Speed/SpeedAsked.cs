using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using HieImaging.Bench.Measuring;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Bench.Identity.Speed;

/// <summary>What is asked of a node that knows so many persons: feeds (ITI-104), <c>$ihe-pix</c> (ITI-83), <c>$match</c> (ITI-119). Every answer is checked.</summary>
/// <param name="knowing">The hospital whose patients were loaded.</param>
/// <param name="feeding">The hospital that feeds the same people and others.</param>
internal sealed class SpeedAsked(Site site, PretendHospital knowing, PretendHospital feeding) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = site.Address };
    private int _again;

    /// <summary>How often a feed was asked to come again.</summary>
    public int AskedToComeAgain => _again;

    /// <summary>Feeds one patient: known to the other hospital, or nobody yet. Who is asked to come again does so when he was told to, which is part of
    /// what his feed takes.</summary>
    public async Task FeedAsync(int person, CancellationToken cancellation)
    {
        while (await FeedOnceAsync(person, cancellation) is { } again)
        {
            Interlocked.Increment(ref _again);
            await Task.Delay(again, cancellation);
        }
    }

    /// <summary>Asks by the number at the feeding hospital for that of the other.</summary>
    public async Task PixAsync(int person, CancellationToken cancellation)
    {
        var who = new NthPerson(person);
        using var request = Asking(HttpMethod.Get,
            $"fhir/Patient/$ihe-pix?sourceIdentifier={Uri.EscapeDataString($"{feeding.Authority.Urn}|{who.Fed}")}&targetSystem={Uri.EscapeDataString(knowing.Authority.Urn)}",
            await site.TokenAsync(feeding.Ehr), null);
        using var answer = await _http.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode || !(await answer.Content.ReadAsStringAsync(cancellation)).Contains($"\"{who.Known}\"", StringComparison.Ordinal))
            throw new HttpRequestException($"ITI-83 was answered by {(int)answer.StatusCode}, or without the number.");
    }

    /// <summary>Asks who is as this patient is described.</summary>
    public async Task MatchAsync(int person, CancellationToken cancellation)
    {
        using var request = Asking(HttpMethod.Post, "fhir/Patient/$match", await site.TokenAsync(feeding.Ehr), new
        {
            resourceType = "Parameters",
            parameter = new object[] { new { name = "resource", resource = new NthPerson(person).Patient(feeding) }, new { name = "count", valueInteger = 5 } },
        });
        using var answer = await _http.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode || !(await answer.Content.ReadAsStringAsync(cancellation)).Contains($"\"{new NthPerson(person).Known}\"", StringComparison.Ordinal))
            throw new HttpRequestException($"ITI-119 was answered by {(int)answer.StatusCode}, or without the patient.");
    }

    public void Dispose() => _http.Dispose();

    private async Task<TimeSpan?> FeedOnceAsync(int person, CancellationToken cancellation)
    {
        var number = Uri.EscapeDataString($"{feeding.Authority.Urn}|{new NthPerson(person).Fed}");
        using var request = Asking(HttpMethod.Put, $"fhir/Patient?identifier={number}", await site.TokenAsync(feeding.Adt), new NthPerson(person).Patient(feeding));
        using var answer = await _http.SendAsync(request, cancellation);
        return answer.StatusCode switch
        {
            HttpStatusCode.Created => null,
            HttpStatusCode.ServiceUnavailable when answer.Headers.RetryAfter?.Delta is { } again => again,
            var other => throw new HttpRequestException($"ITI-104 was answered by {(int)other}."),
        };
    }

    private static HttpRequestMessage Asking(HttpMethod method, string path, string token, object? body)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        }
        request.Headers.Accept.ParseAdd("application/fhir+json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
