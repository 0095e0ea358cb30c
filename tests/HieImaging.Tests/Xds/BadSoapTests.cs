using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Xds;

/// <summary>Every hostile SOAP input gets its refusal, for its reason; the metadata inside is made valid first, so that nothing else is the reason.</summary>
public partial class BadSoapTests(ITestOutputHelper output)
{
    /// <summary>What must be answered: HTTP status and a word of the answer.</summary>
    private static readonly Dictionary<string, (int Status, string Word)> Expected = new(StringComparer.Ordinal)
    {
        ["soap-control-mtom"] = (200, "ResponseStatusType:Success"),
        ["soap-cid-encoded-mismatch"] = (200, "ResponseStatusType:Success"),
        ["soap-xxe-file"] = (400, "DTD"),
        ["soap-xxe-oob"] = (400, "DTD"),
        ["soap-quadratic-blowup"] = (400, "DTD"),
        ["soap-dtd-only"] = (400, "DTD"),
        ["soap-attributes-20000"] = (413, "attributes"),
        ["soap-two-bodies"] = (400, "one Body"),
        ["soap-action-mismatch"] = (400, "ActionMismatch"),
        ["soap-replyto-ssrf"] = (400, "OnlyAnonymousAddressSupported"),
        ["soap-faultto-ssrf"] = (400, "OnlyAnonymousAddressSupported"),
        ["soap-pid-hl7-injection"] = (200, "XDSRepositoryMetadataError"),
        ["soap-sql-in-query"] = (400, "ActionNotSupported"),              // here there is no stored query
        ["soap-slot-values-50000"] = (413, "nodes"),
        ["soap-xsw-1"] = (400, "UnsupportedSecurityToken"),
        ["soap-xsw-2"] = (400, "UnsupportedSecurityToken"),
        ["soap-xsw-3"] = (400, "UnsupportedSecurityToken"),
        ["soap-encxml-retrieval-loop"] = (400, "UnsupportedSecurityToken"),
        ["soap-xop-http"] = (400, "Include"),
        ["soap-xop-file"] = (400, "Include"),
        ["soap-xop-missing-cid"] = (400, "Include"),
        ["soap-dup-content-id"] = (400, "one Content-ID"),
        ["soap-parts-5000"] = (413, "64 parts"),
        ["soap-truncated-mid-part"] = (400, "final boundary"),
        ["soap-boundary-300-chars"] = (400, "boundary"),
        ["soap-part-header-crlf-fold"] = (400, "folded"),
        ["soap-nested-multipart"] = (400, "one Content-ID"),
        ["bomb-xml-gz"] = (415, "compressed"),
    };

    [Fact]
    public async Task Every_hostile_message_is_refused_for_its_reason_and_at_once()
    {
        if (Corpus.Folder("bad-inputs") is not { } folder)
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        var rows = manifest.RootElement.GetProperty("inputs").EnumerateArray()
            .Where(r => r.GetProperty("channel").GetString() == "rad-68-soap" && r.GetProperty("contentType").GetString() != "(generated)").ToList();
        var wrong = new List<string>();
        foreach (var row in rows)
        {
            var id = row.GetProperty("id").GetString()!;
            using var doors = new SoapDoors();
            var watch = Stopwatch.StartNew();
            var (status, _, body) = await doors.PostAsync(
                new MemoryStream(Message(folder, row, id)), row.GetProperty("contentType").GetString(), Headers(row));
            var text = Encoding.UTF8.GetString(body);
            if (!Expected.TryGetValue(id, out var expected) || status != expected.Status || !text.Contains(expected.Word, StringComparison.Ordinal))
                wrong.Add($"{id}: {status} {text}");
            if (watch.Elapsed > TimeSpan.FromSeconds(2))
                wrong.Add($"{id}: took {watch.Elapsed}");
            Assert.DoesNotContain("ZZ", text, StringComparison.Ordinal);
        }
        Assert.Empty(wrong);
        Assert.Equal(Expected.Count, rows.Count);
    }

    [Fact]
    public async Task A_million_parts_are_refused_at_the_sixty_fifth()
    {
        using var doors = new SoapDoors();
        var part = Encoding.ASCII.GetBytes("--b\r\nContent-ID: <a>\r\nContent-Type: application/xop+xml\r\n\r\n<a/>\r\n");
        await using var endless = new EndlessStream(part);
        var (status, _, _) = await doors.PostAsync(endless, "multipart/related; type=\"application/xop+xml\"; start=root; boundary=b");
        Assert.Equal(400, status);                          // one Content-ID twice comes before the bound on parts
        Assert.True(endless.Given < 1_000_000);
    }

    private static byte[] Message(string folder, JsonElement row, string id)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, row.GetProperty("file").GetString()!));
        if (row.TryGetProperty("stored", out _))
        {
            using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var whole = new MemoryStream();
            packed.CopyTo(whole);
            bytes = whole.ToArray();
        }
        if (id is "bomb-xml-gz" or "soap-slot-values-50000")
            return bytes;
        var valid = SubmissionWriter.Write(SomeSubmission.Good()).Elements().Single().ToString(SaveOptions.DisableFormatting);
        if (id == "soap-pid-hl7-injection")
            valid = CxValue().Replace(valid, "1^^^&amp;1.2.3&amp;ISO~2^^^&amp;1.2.4&amp;ISO");
        return Encoding.Latin1.GetBytes(ObjectList().Replace(Encoding.Latin1.GetString(bytes), Ascii(valid).Replace("$", "$$", StringComparison.Ordinal), 1));
    }

    private static string Ascii(string text) => string.Concat(text.EnumerateRunes().Select(r => r.IsAscii ? r.ToString() : $"&#{r.Value};"));

    private static (string Name, string Value)[] Headers(JsonElement row) => row.TryGetProperty("headers", out var headers)
        ? [.. headers.EnumerateObject().Select(h => (h.Name, h.Value.GetString()!))]
        : [];

    [GeneratedRegex("<rim:RegistryObjectList.*?</rim:RegistryObjectList>", RegexOptions.Singleline)]
    private static partial Regex ObjectList();

    [GeneratedRegex("[0-9]+\\^\\^\\^&amp;[0-9.]+&amp;ISO(?!\\^)")]
    private static partial Regex CxValue();

    private sealed class EndlessStream(byte[] piece) : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(buffer.Length, piece.Length);
            piece.AsSpan(0, count).CopyTo(buffer.Span);
            Given += count;
            return ValueTask.FromResult(count);
        }
    }
}
