using System.IO.Compression;
using System.Text;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Dicom.Files;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Submitting;
using Xunit.Abstractions;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Broken and hostile key objects: refused by every door with a code, never a failure of the node, never a word of them in a log.</summary>
public abstract class HostileManifestStories(Exchange exchange, ITestOutputHelper output) : RegistryStory(exchange)
{
    private const string Authority = "1.2.826.0.1.3680043.10.999.1";

    private static readonly byte[] SharedUid = "1.2.826.0.1.3680043.10.999.1.100.1.9"u8.ToArray();

    [Fact]
    public async Task Every_bad_key_object_is_answered_by_each_door_in_its_own_words()
    {
        if (Checkout.Corpus is not { } corpus || Path.Combine(corpus, "bad-inputs") is var folder && !Directory.Exists(folder))
        {
            output.WriteLine("The corpus is absent.");
            return;
        }
        var hospital = Exchange.FreshHospital();
        await MayAssertAsync(hospital, new DomainAuthority { Oid = Authority });
        var token = await Exchange.TokenAsync(hospital.Pacs);
        var wrong = new List<string>();
        foreach (var (id, path, mustAnswer) in Inputs(folder))
        {
            var bytes = Renamed(await ReadAsync(path));
            using var stored = await Source.StowAsync(hospital.Id, [bytes], token, CancellationToken.None);
            var provided = await ProvideAsync(hospital, Submission(hospital, bytes, await FreshDomainIdAsync()), token);
            output.WriteLine($"{id}: STOW-RS {(int)stored.StatusCode}, RAD-68 {provided}");
            if ((int)stored.StatusCode >= 500 || (mustAnswer && !stored.IsSuccessStatusCode) || (!mustAnswer && provided.StartsWith('5')))
                wrong.Add(id);
        }
        Assert.Empty(wrong);
        var canaries = await File.ReadAllLinesAsync(Path.Combine(folder, "canaries.txt"));
        Assert.DoesNotContain(Exchange.Logs, line => canaries.Any(canary => canary.Length > 8 && line.Contains(canary, StringComparison.Ordinal)));
    }

    private async Task<string> ProvideAsync(PretendHospital hospital, ImagingSubmission submission, string token)
    {
        try
        {
            var response = await Source.ProvideAsync(submission, token, CancellationToken.None);
            return $"{response.Status} {response.Errors.FirstOrDefault(error => error.Severity == Severity.Error)?.Code}";
        }
        catch (HttpRequestException fault)
        {
            return fault.Message.Split(' ').SkipWhile(word => word != "by").Skip(1).FirstOrDefault("?");
        }
    }

    // Metadata that nothing is wrong with: only the key object is.
    private static ImagingSubmission Submission(
        PretendHospital hospital, byte[] bytes, PatientIdentifier domainId)
    {
        var study = new PhantomStudy
        {
            Hospital = hospital.Id, Person = new("Nobody", "At All", new DateOnly(1970, 1, 1), "F"), PatientId = "P0", Accession = domainId.Value, Description = "CT",
            Series = [PhantomSeries.Ct(1)],
        };
        var good = ImagingSubmission.Of(hospital, PhantomManifest.Of(hospital, study), domainId);
        var entry = good.Submission.Entries[0] with
        {
            Hash = null,
            Size = null,
            SourcePatientId = $"ZZPHI-000042^^^&{Authority}&ISO",
            UniqueId = Part10Peek.At(bytes) is Part10Peek.Found { SopInstanceUid.Length: > 0 } found ? found.SopInstanceUid : good.DocumentUniqueId,
        };
        return good with { Submission = good.Submission with { Entries = [entry] }, Documents = [new ProvidedDocument(entry.EntryUuid, bytes)] };
    }

    private static IEnumerable<(string Id, string Path, bool MustAnswer)> Inputs(string folder)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        foreach (var input in manifest.RootElement.GetProperty("inputs").EnumerateArray().Where(one => one.GetProperty("channel").GetString() == "dicom-kos"))
            if (Path.Combine(folder, input.GetProperty("file").GetString()!) is var path && File.Exists(path))
                yield return (input.GetProperty("id").GetString()!, path, input.TryGetProperty("control", out var control) && control.GetBoolean());
    }

    // All inputs bear the control's SOP Instance UID; each gets one of its own, so that it is judged for what it is.
    private static byte[] Renamed(byte[] bytes)
    {
        var fresh = Encoding.ASCII.GetBytes($"1.2.826.0.1.3680043.10.9{Random.Shared.NextInt64(100_000_000_000, 999_999_999_999)}");
        for (var at = bytes.AsSpan().IndexOf(SharedUid); at >= 0; at = bytes.AsSpan().IndexOf(SharedUid))
            fresh.CopyTo(bytes, at);
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
            return await File.ReadAllBytesAsync(path);
        await using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        await packed.CopyToAsync(whole);
        return whole.ToArray();
    }
}

[Collection(InOneProcess.Name)]
public sealed class HostileManifestStoriesInOneProcess(OneProcess exchange, ITestOutputHelper output) : HostileManifestStories(exchange, output);
