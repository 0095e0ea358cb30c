using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Wire;

namespace HieImaging.Publisher.Reading;

/// <summary>
/// Reads an archive by QIDO-RS and metadata (PS3.18 10.4, 10.6): answers are read object by object, each under a bound, none held whole.
/// </summary>
/// <param name="root">The DICOMweb root, ending with a slash.</param>
internal sealed class DicomWebArchive(HttpClient http, Uri root)
{
    private const int Page = 200;
    private const int LargeStudy = 1_000;
    private const int MostPages = 100_000;
    private const long LargestAnswer = 512L << 20;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);
    private static readonly JsonSerializerOptions Json = new() { MaxDepth = 64 };

    /// <summary>Every study, in pages until one brings nothing new: archives cap the page as they like, and some know no offset.</summary>
    /// <exception cref="HttpRequestException">The archive is not there or refuses.</exception>
    /// <returns>The studies, and how many more have no UID by which they could be named.</returns>
    public async Task<(IReadOnlyList<ListedStudy> Studies, int Nameless)> StudiesAsync(CancellationToken cancellation)
    {
        var nameless = 0;
        var studies = new OrderedDictionary<StudyInstanceUid, ListedStudy>();
        var seen = 0;
        for (var page = 0; page < MostPages; page++)
        {
            var (listed, added) = (0, false);
            await foreach (var json in ObjectsAsync($"studies?limit={Page}&offset={seen}", cancellation))
            {
                listed++;
                if (!StudyInstanceUid.TryParse(json.Text(DicomTag.StudyInstanceUID), out var uid))
                {
                    nameless++;
                    continue;
                }
                var instances = json.Number(DicomTag.NumberOfStudyRelatedInstances);
                added |= !studies.TryGetValue(uid, out var before);
                studies[uid] = before is null
                    ? new ListedStudy(uid, 1, instances)
                    : before with { Times = before.Times + 1, Instances = before.Instances + instances };
            }
            seen += listed;
            if (listed == 0 || (!added && page > 0))
                break;
        }
        return ([.. studies.Values], nameless);
    }

    /// <summary>
    /// The instances of a study. A large one is asked series by series; so is one whose UID two patients share, for an archive may know
    /// none (Orthanc: 404) or only one of the two under the study's own address.
    /// </summary>
    public async Task<IReadOnlyList<ArchivedInstance>> InstancesAsync(ListedStudy study, CancellationToken cancellation)
    {
        if (study is { Times: 1, Instances: null or <= LargeStudy })
        {
            try
            {
                return await MetadataAsync($"studies/{study.Uid}/metadata", study.Uid, cancellation);
            }
            catch (HttpRequestException absent) when (absent.StatusCode == HttpStatusCode.NotFound)
            {
                // asked by series below
            }
        }
        var instances = new List<ArchivedInstance>();
        foreach (var series in await SeriesAsync(study.Uid, cancellation))
            instances.AddRange(await MetadataAsync($"studies/{study.Uid}/series/{series}/metadata", study.Uid, cancellation));
        return instances;
    }

    private async Task<IReadOnlyList<SeriesInstanceUid>> SeriesAsync(StudyInstanceUid study, CancellationToken cancellation)
    {
        var series = new OrderedDictionary<SeriesInstanceUid, bool>();
        await foreach (var json in ObjectsAsync($"series?StudyInstanceUID={study}&limit=10000", cancellation))
        {
            if (SeriesInstanceUid.TryParse(json.Text(DicomTag.SeriesInstanceUID), out var uid))
                series[uid] = true;
        }
        return [.. series.Keys];
    }

    private async Task<IReadOnlyList<ArchivedInstance>> MetadataAsync(string path, StudyInstanceUid study, CancellationToken cancellation)
    {
        var instances = new List<ArchivedInstance>();
        await foreach (var json in ObjectsAsync(path, cancellation))
        {
            if (ArchivedInstance.Of(json) is { } instance && instance.Study == study)
                instances.Add(instance);
        }
        return instances;
    }

    private async IAsyncEnumerable<DicomJsonObject> ObjectsAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, path));
        request.Headers.TryAddWithoutValidation("Accept", "application/dicom+json");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.StatusCode == HttpStatusCode.NoContent)
            yield break;
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        await using var bounded = new BoundedStream(body, LargestAnswer);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(LongestSilence);
        await foreach (var element in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(bounded, Json, silence.Token))
        {
            yield return new DicomJsonObject(element);
            silence.CancelAfter(LongestSilence);
        }
    }
}
