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
/// <param name="updated">The tag under which this archive's list says when a study last changed; null: it does not say.</param>
internal sealed class DicomWebArchive(HttpClient http, Uri root, DicomTag? updated = null)
{
    private const int Page = 200;
    private const int InstancePage = 1_000;
    private const int LargeStudy = 1_000;
    private const int MostPages = 100_000;
    private const int MostInstancePages = 1_000;
    private const long LargestAnswer = 512L << 20;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);
    private static readonly JsonSerializerOptions Json = new() { MaxDepth = 64 };

    /// <summary>Every study, in pages until one brings nothing new: archives cap the page as they like, and some know no offset.</summary>
    /// <exception cref="HttpRequestException">The archive is not there or refuses.</exception>
    /// <returns>The studies, and how many more have no UID by which they could be named.</returns>
    public async Task<(IReadOnlyList<ListedStudy> Studies, int Nameless)> StudiesAsync(CancellationToken cancellation)
    {
        var nameless = 0;
        // A row may come twice: an archive that took in a study while it was asked pushes another onto the next page.
        var rows = new OrderedDictionary<StudyInstanceUid, Dictionary<string, int?>>();
        await PagesAsync($"studies?limit={Page}{Includes}", MostPages, null, json =>
        {
            if (!StudyInstanceUid.TryParse(json.Text(DicomTag.StudyInstanceUID), out var uid))
            {
                nameless++;
                return false;
            }
            if (!rows.TryGetValue(uid, out var told))
                rows[uid] = told = new Dictionary<string, int?>(StringComparer.Ordinal);
            return told.TryAdd(StudyLook.Row(json, updated), json.Number(DicomTag.NumberOfStudyRelatedInstances));
        }, cancellation);
        return ([.. rows.Select(one => Listed(one.Key, one.Value))], nameless);
    }

    /// <summary>
    /// The instances of a study. A large one is asked series by series; so is one whose UID two patients share, for an archive may know
    /// none (Orthanc: 404) or only one of the two under the study's own address.
    /// </summary>
    public async Task<StudyReading> InstancesAsync(ListedStudy study, CancellationToken cancellation)
    {
        var (instances, uids) = (new List<ArchivedInstance>(), new List<string>());
        if (study is { Times: 1, Instances: null or <= LargeStudy })
        {
            try
            {
                await MetadataAsync($"studies/{study.Uid}/metadata", study.Uid, instances, uids, cancellation);
                return new StudyReading(instances, InstanceSet.Of(uids));
            }
            catch (HttpRequestException absent) when (absent.StatusCode == HttpStatusCode.NotFound)
            {
                // asked by series below
            }
        }
        foreach (var series in await SeriesAsync(study.Uid, cancellation))
            await MetadataAsync($"studies/{study.Uid}/series/{series}/metadata", study.Uid, instances, uids, cancellation);
        return new StudyReading(instances, InstanceSet.Of(uids));
    }

    /// <summary>Which instances a study has, by QIDO-RS alone: a fraction of what its metadata would cost.</summary>
    /// <returns>Null where the archive does not list instances.</returns>
    public async Task<InstanceSet?> InstanceSetAsync(ListedStudy study, CancellationToken cancellation)
    {
        var path = study.Times == 1 ? $"studies/{study.Uid}/instances?" : $"instances?StudyInstanceUID={study.Uid}&";
        var uids = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            await PagesAsync($"{path}limit={InstancePage}", MostInstancePages, study.Instances, json =>
                IsOf(json, study.Uid) && uids.Add(json.Text(DicomTag.SOPInstanceUID) ?? ""), cancellation);
        }
        catch (HttpRequestException refused)
            when (refused.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.NotImplemented)
        {
            return null;
        }
        return InstanceSet.Of(uids);
    }

    /// <summary>Asks for one study by itself, by search and by metadata.</summary>
    /// <exception cref="HttpRequestException">The archive is not there or refuses.</exception>
    public async Task<Presence> PresenceAsync(StudyInstanceUid study, CancellationToken cancellation)
    {
        var (found, others) = (false, false);
        await foreach (var json in ObjectsAsync($"studies?StudyInstanceUID={study}&limit=10", cancellation))
        {
            var isIt = json.Text(DicomTag.StudyInstanceUID) == study.Text;
            (found, others) = (found || isIt, others || !isIt);
        }
        if (found)
            return Presence.Present;
        try
        {
            await foreach (var _ in ObjectsAsync($"studies/{study}/metadata", cancellation))
                return Presence.Unknown;                       // its metadata are there, though the search does not know it
        }
        catch (HttpRequestException absent) when (absent.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            // as the search says
        }
        return others ? Presence.Unknown : Presence.Absent;
    }

    private string Includes => updated is { } tag ? $"&includefield={tag.Hex}" : "";

    private static ListedStudy Listed(StudyInstanceUid uid, Dictionary<string, int?> rows) =>
        new(uid, rows.Count, rows.Values.Aggregate((int?)0, (sum, count) => sum + count), StudyLook.Of(rows.Keys));

    private async Task<IReadOnlyList<SeriesInstanceUid>> SeriesAsync(StudyInstanceUid study, CancellationToken cancellation)
    {
        var series = new OrderedDictionary<SeriesInstanceUid, bool>();
        await PagesAsync($"series?StudyInstanceUID={study}&limit={Page}", MostPages, null, json =>
            SeriesInstanceUid.TryParse(json.Text(DicomTag.SeriesInstanceUID), out var uid) && series.TryAdd(uid, true), cancellation);
        return [.. series.Keys];
    }

    private async Task MetadataAsync(
        string path, StudyInstanceUid study, List<ArchivedInstance> instances, List<string> uids, CancellationToken cancellation)
    {
        await foreach (var json in ObjectsAsync(path, cancellation))
        {
            if (!IsOf(json, study))
                continue;
            uids.Add(json.Text(DicomTag.SOPInstanceUID) ?? "");
            if (ArchivedInstance.Of(json) is { } instance && instance.Study == study)
                instances.Add(instance);
        }
    }

    private static bool IsOf(DicomJsonObject json, StudyInstanceUid study) =>
        json.Text(DicomTag.StudyInstanceUID) is not { } of || of == study.Text;

    /// <summary>Page by page, as long as the archive says something new.</summary>
    /// <param name="all">So many there are; null: unknown.</param>
    private async Task PagesAsync(string path, int most, int? all, Func<DicomJsonObject, bool> isNew, CancellationToken cancellation)
    {
        var seen = 0;
        for (var page = 0; page < most; page++)
        {
            var (listed, added) = (0, false);
            await foreach (var json in ObjectsAsync($"{path}&offset={seen}", cancellation))
                (listed, added) = (listed + 1, added | isNew(json));
            seen += listed;
            if (listed == 0 || (!added && page > 0) || seen == all)
                break;
        }
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
