using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using HieImaging.Harness.Faulting.Working;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Publishing;
using HieImaging.Wire.Multipart;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;

namespace HieImaging.Harness.Faulting.Checking;

/// <summary>What the doors say when everything that was submitted is asked for, as another hospital's clinician would.</summary>
internal sealed class DoorObservation(FaultSite site)
{
    private const int AtOnce = 40;
    private const int Hands = 6;

    private string Client => site.Sites[0].Hospital.Ehr;

    /// <summary>By Study UID, the instances of each match.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<int>>> ByUidAsync(IEnumerable<string> uids)
    {
        var found = new ConcurrentDictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        await EachAsync(uids.Chunk(AtOnce), async some =>
        {
            var values = string.Join(",", some.Select(uid => "urn:oid:" + uid));
            foreach (var (uid, instances) in await SearchAsync($"ImagingStudy?identifier={Uri.EscapeDataString(values)}&_count=100"))
                found[uid] = instances;
        });
        return found;
    }

    /// <summary>By patient number, what a search by it finds.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>>> ByNumberAsync(IEnumerable<string> numbers)
    {
        var found = new ConcurrentDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>>(StringComparer.Ordinal);
        await EachAsync(numbers, async number =>
            found[number] = await SearchAsync($"ImagingStudy?patient.identifier={Uri.EscapeDataString(number)}&_count=100"));
        return found;
    }

    /// <summary>By uniqueId, SHA-256 of the bytes that ITI-43 gives.</summary>
    public async Task<IReadOnlyDictionary<string, string>> DocumentsAsync(IEnumerable<string> uniqueIds)
    {
        var given = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await EachAsync(uniqueIds.Chunk(AtOnce), async some =>
        {
            var body = RetrieveDocumentSet.Write(some.Select(id => new DocumentRequest(null, PretendDomain.RepositoryUniqueId, id)));
            var soap = new DocumentSource(site.Http).Soap(await site.TokenAsync(Client));
            var answer = await soap.SendAsync(new Uri(site.Address, "xds/repository"), SoapAction.Retrieve, body, null, CancellationToken.None);
            foreach (var document in RetrieveDocumentSetResponse.Read(answer).Documents)
                given[document.Request.DocumentUniqueId] = Convert.ToHexStringLower(SHA256.HashData(document.Content.Span));
        });
        return given;
    }

    /// <summary>Retrieves the images of studies; what is wrong with those that are not whole.</summary>
    public async Task<IReadOnlyList<string>> WrongImagesAsync(IEnumerable<(string Hospital, SaidStudy Said)> studies)
    {
        var wrong = new ConcurrentQueue<string>();
        await EachAsync(studies, async one =>
        {
            using var answer = await GetAsync(
                $"dicomweb/at/{one.Hospital}/studies/{one.Said.Study}", "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
            var parts = 0;
            if (answer.IsSuccessStatusCode)
            {
                await using var body = await answer.Content.ReadAsStreamAsync();
                var boundary = answer.Content.Headers.ContentType!.Parameters.First(parameter => parameter.Name == "boundary").Value!.Trim('"');
                using var reader = new BoundedMultipartReader(body, boundary);
                for (; await reader.NextAsync(CancellationToken.None) is { } part; parts++)
                    await part.Body.CopyToAsync(Stream.Null);
            }
            if (parts != one.Said.Instances)
                wrong.Enqueue($"of the images of study {one.Said.Study} {parts} of {one.Said.Instances} came ({(int)answer.StatusCode})");
        });
        return [.. wrong];
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<int>>> SearchAsync(string query)
    {
        var found = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        for (var page = query; page is not null;)
        {
            using var answer = await GetAsync("fhir/" + page, "application/fhir+json");
            var body = await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"A search of the checker was answered by {(int)answer.StatusCode}.");
            foreach (var (uid, instances) in FoundStudies.In(body))
                found[uid] = [.. found.GetValueOrDefault(uid, []), .. instances];
            page = FoundStudies.NextOf(body);
        }
        return found;
    }

    // The checker may ask more than a clinician: told to wait, it waits.
    private async Task<HttpResponseMessage> GetAsync(string path, string accept)
    {
        for (var patience = 0; ; patience++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Accept", accept);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await site.TokenAsync(Client));
            var answer = await site.Http.SendAsync(request);
            if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || patience >= 20)
                return answer;
            answer.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    private static Task EachAsync<T>(IEnumerable<T> all, Func<T, Task> one) =>
        Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = Hands }, async (item, _) => await one(item));
}
