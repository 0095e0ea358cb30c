using System.Text.Json;
using HieImaging.Harness;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Publishing;

namespace HieImaging.Bench.Querying;

/// <summary>Studies that the node itself takes in at its doors: what the rest of a load is copied from.</summary>
internal static class TemplateStudies
{
    /// <summary>Feeds the patient from both hospitals, publishes the studies from the north, and waits until the south finds them by its own number.</summary>
    public static async Task WriteAsync(QuerySite site, KnownPatient patient, IReadOnlyList<long> studies, int instances)
    {
        foreach (var (hospital, number) in new[] { (site.North, patient.AtNorth), (site.South, patient.AtSouth) })
        {
            using var fed = await new AdtPlayer(site.Site.Http).FeedAsync(
                patient.Told(hospital, number), await site.Site.TokenAsync(hospital.Adt), CancellationToken.None);
            fed.EnsureSuccessStatusCode();
        }
        var keyObjects = studies.Select(study => (ReadOnlyMemory<byte>)KeyObjectWriter.Write(patient.Study(site.North, study, instances)));
        using var taken = await new DocumentSource(site.Site.Http).BulkAsync(
            keyObjects, await site.Site.TokenAsync(site.North.Pacs), CancellationToken.None);
        taken.EnsureSuccessStatusCode();
        await Deadline.Until("the south finds what the north has published", async () =>
            (await FindAsync(site, patient)).RootElement.GetProperty("total").GetInt32() == studies.Count);
        await site.Site.SettledAsync();
    }

    /// <summary>What the south's EHR is answered.</summary>
    public static async Task<JsonDocument> FindAsync(QuerySite site, KnownPatient patient)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, site.Query(patient) + "&_count=100");
        request.Headers.Authorization = new("Bearer", await site.Site.TokenAsync(site.South.Ehr));
        using var answer = await site.Site.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }
}
