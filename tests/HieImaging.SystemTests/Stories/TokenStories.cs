using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Tokens;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Who can prove who they are gets a token, once for each proof; nothing that was made up opens a door.</summary>
public abstract class TokenStories(Exchange exchange) : Story(exchange)
{
    [Fact]
    public async Task A_proof_is_good_once_at_whichever_process()
    {
        var hospital = Exchange.FreshHospital();
        var since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var assertion = Assertion(hospital.Ehr).Sign(Exchange.Keys);
        using var first = await Exchange.Tokens.AskAsync(assertion, null, null, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        // Requests take turns among the processes: all but the last of these go to another one than the first did.
        for (var i = 0; i < Exchange.Nodes.Count; i++)
            await AssertRefusedAsync(assertion, "invalid_client");

        Assert.Equal((long)Exchange.Nodes.Count, await Exchange.ScalarAsync(
            $"select count(*) from trust.audit_record where transaction = 'ITI-71' and outcome = 4 and client = '{hospital.Ehr}' and recorded > '{since:O}'"));
    }

    [Fact]
    public async Task A_proof_for_another_audience_time_or_key_is_refused()
    {
        var client = Exchange.FreshHospital().Ehr;
        var good = Assertion(client);

        await AssertRefusedAsync((good with { Audience = new Uri("https://elsewhere.example/oauth2/token") }).Sign(Exchange.Keys), "invalid_client");
        await AssertRefusedAsync((good with { IssuedAt = good.IssuedAt.AddMinutes(-10) }).Sign(Exchange.Keys), "invalid_client");
        await AssertRefusedAsync((good with { IssuedAt = good.IssuedAt.AddMinutes(10) }).Sign(Exchange.Keys), "invalid_client");
        await AssertRefusedAsync((good with { Lifetime = TimeSpan.FromMinutes(10) }).Sign(Exchange.Keys), "invalid_client");
        await AssertRefusedAsync(good.Sign(new ClientKeys(Checkout.NewFolder("forged"))), "invalid_client");
        await AssertRefusedAsync((good with { Client = "nobody" }).Sign(Exchange.Keys), "invalid_client");
        await AssertRefusedAsync(WithoutAlgorithm(good.Sign(Exchange.Keys), "JWT"), "invalid_client");
        using var accepted = await Exchange.Tokens.AskAsync(good.Sign(Exchange.Keys), null, null, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }

    [Fact]
    public async Task Nothing_is_granted_that_is_not_registered()
    {
        var hospital = Exchange.FreshHospital();

        await AssertRefusedAsync(Assertion(hospital.Ehr).Sign(Exchange.Keys), "invalid_scope", scope: "RAD-68");
        await AssertRefusedAsync(Assertion(hospital.Ehr).Sign(Exchange.Keys), "invalid_request", purpose: "HPAYMT");
        var narrow = await Exchange.Tokens.TokenAsync(hospital.Ehr, "system/ImagingStudy.rs RAD-68", null, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, await WithAsync("fhir/ImagingStudy?_id=x", "Bearer " + narrow));
        Assert.Equal(HttpStatusCode.Forbidden, await WithAsync("fhir/Patient/s-x", "Bearer " + narrow));
        Assert.Equal(HttpStatusCode.Forbidden, await WithAsync("dicomweb/studies/1.2.3", "Bearer " + narrow));
    }

    [Fact]
    public async Task A_token_that_was_made_up_or_changed_opens_nothing()
    {
        const string Door = "fhir/ImagingStudy?_id=x";
        var token = await Exchange.TokenAsync(Exchange.FreshHospital().Ehr);
        Assert.Equal(HttpStatusCode.OK, await WithAsync(Door, "Bearer " + token));

        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        var longer = payload.Replace("\"exp\":", "\"exp\":9", StringComparison.Ordinal);
        Assert.NotEqual(payload, longer);
        foreach (var made in (string[])[
            "Bearer nonsense", "Bearer " + WithoutAlgorithm(token, "at+jwt"), $"Bearer {parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(longer))}.{parts[2]}",
            $"Bearer {parts[0]}.{parts[1]}.{Base64Url.EncodeToString(new byte[96])}", "Bearer " + Assertion(PretendDomain.Operator).Sign(Exchange.Keys),
            "Basic b3BlcmF0b3I6b3BlcmF0b3I=", "Bearer", token])
            Assert.Equal(HttpStatusCode.Unauthorized, await WithAsync(Door, made));
        using var inTheAddress = await Exchange.Http.GetAsync(new Uri($"{Door}&access_token={token}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, inTheAddress.StatusCode);
        Assert.DoesNotContain(Exchange.Logs, line => line.Contains(parts[2], StringComparison.Ordinal));
    }

    private ClientAssertion Assertion(string client) => new() { Client = client, Audience = Exchange.Tokens.Endpoint, IssuedAt = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()) };

    private async Task AssertRefusedAsync(string assertion, string error, string? scope = null, string? purpose = null)
    {
        using var answer = await Exchange.Tokens.AskAsync(assertion, scope, purpose, CancellationToken.None);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(error, body.RootElement.GetProperty("error").GetString());
    }

    private async Task<HttpStatusCode> WithAsync(string path, string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        using var answer = await Exchange.Http.SendAsync(request);
        return answer.StatusCode;
    }

    // The same claims, signed by nobody (RFC 8725 3.1).
    private static string WithoutAlgorithm(string jwt, string type) =>
        $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{{\"alg\":\"none\",\"typ\":\"{type}\"}}"))}.{jwt.Split('.')[1]}.";
}

[Collection(InOneProcess.Name)]
public sealed class TokenStoriesInOneProcess(OneProcess exchange) : TokenStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class TokenStoriesInOneProcessARole(OneProcessARole exchange) : TokenStories(exchange);
