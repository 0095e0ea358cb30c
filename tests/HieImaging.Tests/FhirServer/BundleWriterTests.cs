using System.Buffers;
using System.Text;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Reading;
using Xunit;

namespace HieImaging.Tests.FhirServer;

public sealed class BundleWriterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Stored_bytes_go_in_as_they_are()
    {
        const string study = """{"resourceType":"ImagingStudy","id":"i-1","status":"available","subject":{"display":"Ü"}}""";
        using var stored = Stored("i-1", 3, study);

        var text = Written(bundle =>
        {
            bundle.Start("searchset", Now, 1, [("self", "http://hie/fhir/ImagingStudy")]);
            bundle.Found("ImagingStudy", stored, stored.Body, "match");
            bundle.Outcome([FhirIssue.Information("All sources are up.")]);
            bundle.End();
        });

        Assert.Contains(study, text, StringComparison.Ordinal);
        Assert.Contains("\"fullUrl\":\"http://hie/fhir/ImagingStudy/i-1\"", text, StringComparison.Ordinal);
        Assert.IsType<FhirReading.Accepted>(FhirJson.Read(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void An_empty_result_has_no_empty_array()
    {
        var text = Written(bundle =>
        {
            bundle.Start("searchset", Now, 0, [("self", "http://hie/fhir/ImagingStudy")]);
            bundle.End();
        });

        Assert.DoesNotContain("entry", text, StringComparison.Ordinal);
        Assert.IsType<FhirReading.Accepted>(FhirJson.Read(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void A_deleted_version_is_told_without_its_content()
    {
        using var first = Stored("i-1", 1, """{"resourceType":"Patient","id":"i-1"}""");
        using var gone = Stored("i-1", 2, """{"resourceType":"Patient","id":"i-1"}""", deleted: true);

        var text = Written(bundle =>
        {
            bundle.Start("history", Now, 2, [("self", "http://hie/fhir/Patient/i-1/_history")]);
            bundle.Version("Patient", gone);
            bundle.Version("Patient", first);
            bundle.End();
        });

        Assert.Single(text.Split("\"resource\":")[1..]);
        Assert.Contains("DELETE", text, StringComparison.Ordinal);
        Assert.IsType<FhirReading.Accepted>(FhirJson.Read(Encoding.UTF8.GetBytes(text)));
    }

    private static StoredResource Stored(string id, int version, string body, bool deleted = false)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var blocks = new BodyBlocks();
        var rented = blocks.Rent(bytes.Length);
        bytes.CopyTo(rented.Bytes);
        return new(new(id, version, new Dictionary<string, string?>()), Now, deleted, [], rented);
    }

    private static string Written(Action<BundleWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var bundle = new BundleWriter(buffer, "http://hie/fhir"))
            write(bundle);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
