using System.IO.Compression;
using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>Bad inputs of our own making, for the channels of HTTP: what the corpus has there, and every error that was found with it, so that they are tried where no corpus is.</summary>
public static class OwnBadInputs
{
    private const string Structure = "400 + OperationOutcome issue.code=structure";
    private const string Unstorable = "400 + OperationOutcome issue.code=invalid|value";
    private const string NotHere = "422 + OperationOutcome issue.code=business-rule";

    private static readonly (string Id, string Request, string Body, string Expected)[] Bodies =
    [
        ("duplicate-member", "", """{"resourceType":"ImagingStudy","status":"available","subject":{"reference":"Patient/own"},"subject":{"reference":"Patient/other"}}""", Structure),
        ("member-of-no-resource", "", """{"resourceType":"ImagingStudy","__proto__":{"a":1},"status":"available","subject":{"display":"x"}}""", Structure),
        ("nul", "", Described("a\\u0000b"), Unstorable), ("half-a-pair", "", Described("x\\ud800y"), Unstorable),
        ("escape-character", "", Described("x\\u001b[2J"), "201"), ("backspace", "", Described("x\\by"), "201"),
        ("number-beyond", "", """{"resourceType":"ImagingStudy","status":"available","subject":{"display":"x"},"numberOfSeries":1e999}""", "400 + OperationOutcome issue.code=value"),
        ("deep", "", string.Concat(Enumerable.Repeat("""{"resourceType":"Basic","contained":[""", 200)), Structure),
        ("no-json", "", "<html><body>502 Bad Gateway</body></html>", Structure),
        ("script-in-narrative", "", Described("x").Replace("\"status\"", """
            "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><script>1</script></div>"},"status"
            """, StringComparison.Ordinal), "400 + OperationOutcome issue.code=invalid"),
        ("line-break", "", Described("x\\r\\n2026-01-01 00:00:00 [INF] all well"), "201"),
        ("endpoint", "POST {{FHIR}}/Endpoint", Endpoint("http://127.0.0.1:{{SINK_PORT}}/"), NotHere),
        ("endpoint-no-url", "POST {{FHIR}}/Endpoint", Endpoint("http://a b/"), "400 + OperationOutcome issue.code=value"),
        ("endpoint-put", "PUT {{FHIR}}/Endpoint/{{EP_ORG_B}}", Endpoint("http://127.0.0.1:{{SINK_PORT}}/").Replace("\"status\"", "\"id\":\"{{EP_ORG_B}}\",\"status\"", StringComparison.Ordinal), NotHere),
        ("endpoint-delete", "DELETE {{FHIR}}/Endpoint/{{EP_ORG_B}}", "", "405 + OperationOutcome issue.code=not-supported"),
        ("binary-no-base64", "POST {{FHIR}}/Binary", """{"resourceType":"Binary","contentType":"application/dicom","data":"%%%"}""", "400 + OperationOutcome issue.code=value"),
        ("binary", "POST {{FHIR}}/Binary", """{"resourceType":"Binary","contentType":"text/html","data":"PGI+"}""", NotHere),
        ("batch", "POST {{FHIR}}", """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient"}}]}""", NotHere),
        ("batch-of-many", "POST {{FHIR}}", $$"""{"resourceType":"Bundle","type":"batch","entry":[{{string.Join(',', Enumerable.Repeat("""{"request":{"method":"GET","url":"Patient"}}""", 101))}}]}""", "422 + OperationOutcome too-costly"),
        ("patch", "PATCH {{FHIR}}/ImagingStudy/r-restricted-1", """[{"op":"remove","path":"/meta/security"}]""", NotHere),
        ("nobody-s-operation", "POST {{FHIR}}/Patient/$everything", """{"resourceType":"Parameters"}""", "404 + OperationOutcome issue.code=not-supported"),
        ("match-nobody", "POST {{FHIR}}/Patient/$match", """{"resourceType":"Patient"}""", "422 + OperationOutcome issue.code=business-rule"),
        ("match-count-negative", "POST {{FHIR}}/Patient/$match", """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient"}},{"name":"count","valueInteger":-1}]}""", "400 + OperationOutcome issue.code=value"),
        ("match-wildcard", "POST {{FHIR}}/Patient/$match", """{"resourceType":"Patient","name":[{"family":"%"}],"birthDate":"1900"}""", "422 + OperationOutcome issue.code=business-rule"),
        ("match-many-numbers", "POST {{FHIR}}/Patient/$match", $$"""{"resourceType":"Patient","identifier":[{{string.Join(',', Enumerable.Range(10_000, 2_000).Select(number => $$"""{"system":"urn:oid:2.16.840.1.113883.4.1","value":"{{number}}"}"""))}}]}""", "422 + OperationOutcome issue.code=business-rule|too-costly"),
    ];

    private static readonly (string Url, string Expected)[] Addresses =
    [
        ("/fhir/ImagingStudy?_count=-1", "400 + OperationOutcome issue.code=value"), ("/fhir/ImagingStudy?patient=", "400"), ("/fhir/ImagingStudy?_id=%00", "400"),
        ("/fhir/ImagingStudy?_include=ImagingStudy:*", "400 OperationOutcome too-costly"), ("/fhir/ImagingStudy?_include:iterate=*", "400 OperationOutcome too-costly"),
        ("/fhir/ImagingStudy?patient.organization.partof.name=x", "400 OperationOutcome too-costly"), ("/fhir/ImagingStudy?_offset=1", "400 + OperationOutcome issue.code=not-supported"),
        ($"/fhir/ImagingStudy?status={string.Join(',', Enumerable.Repeat("a", 51))}", "400 OperationOutcome too-costly"), ($"/fhir/ImagingStudy?_id={new string('a', 9000)}", "414|431"),
        ("/fhir/ImagingStudy/{{ID_ORG_B}}", "404"), ("/fhir/ImagingStudy/{{ID_ORG_B}}/_history/1", "404"), ("/dicomweb/studies/" + HostileExchange.StudyOfB, "404"),
        ("/fhir/Patient/$ihe-pix?sourceIdentifier=x", "400 code-invalid"), ("/fhir/Patient?family=%25", "200"), ("/fhir/Patient?identifier=urn:oid:1.2.3.4.5%7C", "404 + OperationOutcome issue.code=not-found"), ("/nowhere", "404"), ("/fhir/Nothing/1", "404"), ("/dicomweb/studies/1.2.3%2F..%2F..", "404"),
    ];

    private static readonly (string Id, string Text, string Expected)[] Raw =
    [
        ("two-lengths", "POST /fhir/ImagingStudy HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{TOKEN_ORG_A}}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /fhir/metadata HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
        ("two-content-lengths", "POST /fhir HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n{}GET /fhir/metadata HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
        ("line-feed-in-chunk", "POST /fhir/ImagingStudy HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{TOKEN_ORG_A}}\r\nContent-Type: application/fhir+json\r\nTransfer-Encoding: chunked\r\n\r\n2;\nxx\r\nxy\r\n0\r\n\r\nGET /fhir/metadata HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
        ("huge-length", "POST /fhir/ImagingStudy HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{TOKEN_ORG_A}}\r\nContent-Type: application/fhir+json\r\nContent-Length: 4294967295\r\n\r\n{", "413"),
        ("huge-header", $"GET /fhir/metadata HTTP/1.1\r\nHost: a\r\nX: {new string('a', 40_000)}\r\n\r\n", "431"),
        ("encoded-dots", "GET /fhir/%2e%2e/metrics HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{TOKEN_ORG_A}}\r\n\r\n", "404"),
        ("three-encodings", "POST /fhir/ImagingStudy HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {{TOKEN_ORG_A}}\r\nContent-Type: application/fhir+json\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 2\r\n\r\n{}", "415"),
    ];

    private static readonly string[] Tokens =
    [
        "alg-none", "alg-none-case", "alg-hs256", "jwk-embedded", "exp-float-inf", "expired", "exp-missing", "exp-string", "exp-negative", "nbf-future", "iat-future",
        "aud-other-rs", "aud-array-mixed", "aud-missing", "iss-trailing-slash", "iss-other", "sub-mismatch", "typ-jwt", "scope-injection", "scope-v1-v2-mix", "scope-query-broaden",
        "cnf-mismatch", "cnf-over-plain-tls", "dpop-replay", "b64-false", "crit-unknown", "zip-header", "kid-path", "kid-sql", "dup-claims", "whitespace-b64", "ecdsa-zero-sig", "nested-jwt",
    ];

    /// <summary>All of them; the bodies name a patient whom no log may hold.</summary>
    public static BadInputFolder Folder()
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["urls.jsonl"] = Encoding.UTF8.GetBytes(string.Join('\n', Addresses.Select(Line))), ["bomb.gz"] = Bomb() };
        var inputs = new List<BadInput>();
        foreach (var (id, request, body, expected) in Bodies)
        {
            files[id] = Encoding.UTF8.GetBytes(body);
            inputs.Add(new() { Id = id, File = id, Channel = "fhir-rest", ContentType = "application/fhir+json", Request = request, Expected = expected });
        }
        inputs.Add(new()
        {
            Id = "bomb", File = "bomb.gz", Channel = "fhir-rest", ContentType = "application/fhir+json", Expected = "413 + OperationOutcome too-long",
            Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" },
        });
        files["utf16"] = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Described("x"))];
        inputs.Add(new() { Id = "utf16", File = "utf16", Channel = "fhir-rest", ContentType = "application/fhir+json", Expected = Structure });
        files["xxe"] = Encoding.UTF8.GetBytes("""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:{{SINK_PORT}}/">]><ImagingStudy xmlns="http://hl7.org/fhir"><id value="&x;"/></ImagingStudy>""");
        inputs.Add(new() { Id = "xxe", File = "xxe", Channel = "fhir-rest", ContentType = "application/fhir+xml", Expected = Structure });
        inputs.Add(new() { Id = "depth-stream", File = "streams.py#json_depth", Channel = "fhir-rest", Expected = "400|413 + OperationOutcome issue.code=structure|too-long" });
        foreach (var (id, text, expected) in Raw)
        {
            files[id] = Encoding.Latin1.GetBytes(text);
            inputs.Add(new() { Id = id, File = id, Channel = "http-raw", Expected = expected, Class = expected == "400" ? "smuggling" : "" });
        }
        inputs.AddRange(Addresses.Select((one, index) => new BadInput { Id = $"address {one.Url[..Math.Min(60, one.Url.Length)]}", File = $"urls.jsonl#{index}", Channel = "http-get", Expected = one.Expected }));
        inputs.AddRange(Tokens.Select(token => new BadInput { Id = "jwt-" + token, File = "variants.json#" + token, Channel = "oauth-bearer", Expected = "401 invalid_token (403 insufficient_scope)" }));
        inputs.Add(new() { Id = "rapid-reset", File = "streams.py#http2_rapid_reset", Channel = "http2", Expected = "GOAWAY" });
        return BadInputFolder.Made(inputs, files, ["ZZPHI-", "ZZCANARY"]);
    }

    private static string Described(string description) =>
        HostileExchange.ImagingStudy("urn:oid:" + HostileExchange.AuthorityOfA, HostileExchange.NumberOfA, HostileExchange.StudyOfA, description);

    private static string Endpoint(string address) => $$"""
        {"resourceType":"Endpoint","status":"active","connectionType":{"code":"dicom-wado-rs"},"payloadType":[{"text":"DICOM"}],"address":"{{address}}"}
        """;

    private static string Line((string Url, string Expected) address, int index) => $$"""{"n": {{index}}, "url": "{{address.Url}}"}""";

    // 64 MiB of blanks within a resource
    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write("""{"resourceType":"ImagingStudy",    """u8);
            var blanks = Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024));
            for (var i = 0; i < 64; i++)
                gzip.Write(blanks);
        }
        return packed.ToArray();
    }
}
