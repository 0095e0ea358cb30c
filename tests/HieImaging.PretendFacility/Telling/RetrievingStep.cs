using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using HieImaging.PretendFacility.Archives;

namespace HieImaging.PretendFacility.Telling;

/// <summary>A study is retrieved through the node and compared, instance by instance, with the files in the archive.</summary>
internal sealed class RetrievingStep(Teller teller, NodeClient ehr)
{
    /// <param name="found">The ImagingStudy that the search gave; its series are asked for where the study's UID is ambiguous.</param>
    public async Task TellAsync(DemoHospital hospital, HeldStudy study, JsonElement found, CancellationToken cancellation)
    {
        var path = $"at/{hospital.Id}/studies/{study.StudyUid}";
        var ((status, hashes, bytes), milliseconds) = await Teller.TimedAsync(() => ehr.RetrieveAsync(path, cancellation));
        if (status == HttpStatusCode.Conflict && found.ValueKind == JsonValueKind.Object)
        {
            teller.Tell($"{hospital.Id} has that Study UID under two patients, so the study as a whole is ambiguous (409); its series are asked for");
            (hashes, bytes) = await SeriesAsync(path, FoundStudy.SeriesOf(found), cancellation);
        }
        var held = await HeldAsync(hospital, study, cancellation);
        var same = hashes.Count > 0 && hashes.Order(StringComparer.Ordinal).SequenceEqual(held.Order(StringComparer.Ordinal));
        teller.Expect(same, $"{hospital.Id}: {hashes.Count} of {held.Count} instances, {bytes:N0} bytes in {milliseconds} ms (HTTP {(int)status}); SHA-256 of "
            + (same ? "each is the archive's" : $"{hashes.Intersect(held).Count()} only is the archive's"));
    }

    private async Task<(IReadOnlyList<string> Hashes, long Bytes)> SeriesAsync(string study, IReadOnlyList<string> series, CancellationToken cancellation)
    {
        var (hashes, bytes) = (new List<string>(), 0L);
        foreach (var uid in series)
        {
            var (_, some, length) = await ehr.RetrieveAsync($"{study}/series/{uid}", cancellation);
            hashes.AddRange(some);
            bytes += length;
        }
        return (hashes, bytes);
    }

    private static async Task<IReadOnlyList<string>> HeldAsync(DemoHospital hospital, HeldStudy study, CancellationToken cancellation)
    {
        var hashes = new List<string>();
        foreach (var instance in await hospital.Archive.InstancesAsync(study, cancellation))
            hashes.Add(Convert.ToHexStringLower(SHA256.HashData(await hospital.Archive.FileAsync(instance, cancellation))));
        return hashes;
    }
}
