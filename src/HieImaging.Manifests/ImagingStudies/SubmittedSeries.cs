using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests.KeyObjects;

namespace HieImaging.Manifests.ImagingStudies;

/// <summary>The series of a submitted ImagingStudy: none without its instances, no instance twice, each where an Endpoint of the
/// custodian's says.</summary>
internal static class SubmittedSeries
{
    public static (IReadOnlyList<ManifestSeries> Series, ManifestRefusal? Refusal) Read(JsonElement study, ImagingStudyTerms terms)
    {
        var seen = new HashSet<SopInstanceUid>();
        var all = new Dictionary<SeriesInstanceUid, ManifestSeries>();
        if (Locations(study, terms) is not { } ofStudy)
            return Refused(ManifestRefusal.UnknownEndpoint, "ImagingStudy.endpoint is none of the custodian's.");
        foreach (var series in study.Items("series"))
        {
            if (!SeriesInstanceUid.TryParse(Bare(series.Text("uid")), out var uid) || all.ContainsKey(uid))
                return Refused(ManifestRefusal.BadUid, "ImagingStudy.series.uid is no UID, or stands twice.");
            if (Locations(series, terms) is not { } places)
                return Refused(ManifestRefusal.UnknownEndpoint, "ImagingStudy.series.endpoint is none of the custodian's.");
            var instances = new List<ManifestInstance>();
            foreach (var instance in series.Items("instance"))
            {
                if (!SopInstanceUid.TryParse(Bare(instance.Text("uid")), out var sop))
                    return Refused(ManifestRefusal.BadUid, "ImagingStudy.series.instance.uid is no UID.");
                if (!instance.TryGetProperty("sopClass", out var coding)
                    || !SopInstanceUid.TryParse(Bare(coding.Text("code")), out var sopClass))
                    return Refused(ManifestRefusal.NoInstances, "ImagingStudy.series.instance.sopClass is no UID.");
                if (!seen.Add(sop))
                    return Refused(ManifestRefusal.Contradiction, "An instance stands twice in the ImagingStudy.");
                if (seen.Count > terms.Custodian.Bounds.References)
                    return Refused(ManifestRefusal.TooMany, $"More than {terms.Custodian.Bounds.References} instances.");
                instances.Add(new ManifestInstance(
                    sop, sopClass.Text, instance.Number("number"), Title: PlainText.Of(instance.Text("title"))));
            }
            if (instances.Count == 0)
                return Refused(ManifestRefusal.NoInstances, "A series of the ImagingStudy has no instance.");
            all[uid] = Series(series, uid, instances, places.Count > 0 ? places : ofStudy);
        }
        return all.Count > 0 ? ([.. all.Values], null) : Refused(ManifestRefusal.NoInstances, "The ImagingStudy has no series.");
    }

    /// <summary>A UID as DICOM writes it.</summary>
    public static string? Bare(string? uid) =>
        uid?.StartsWith("urn:oid:", StringComparison.Ordinal) == true ? uid["urn:oid:".Length..] : uid;

    private static ManifestSeries Series(
        JsonElement series, SeriesInstanceUid uid, IReadOnlyList<ManifestInstance> instances, IReadOnlyList<RetrieveLocationUid?> places)
    {
        var site = series.TryGetProperty("bodySite", out var coding) ? coding : default;
        var region = site.Text("system") is null ? null : ImagingStudyReader.Coded(site, null);
        return new ManifestSeries
        {
            Uid = uid,
            Modality = series.TryGetProperty("modality", out var modality) ? PlainText.Of(modality.Text("code")) : null,
            Number = series.Number("number"),
            Description = PlainText.Of(series.Text("description")),
            Region = region,
            BodyPart = region is null ? PlainText.Of(site.Text("display") ?? site.Text("code")) : null,
            Started = ImagingStudyReader.Started(series),
            Locations = [.. places.Select(place => new SeriesLocation(place, null, null))],
            Instances = instances,
        };
    }

    // Null: an Endpoint that is not known.
    private static List<RetrieveLocationUid?>? Locations(JsonElement element, ImagingStudyTerms terms)
    {
        var places = new List<RetrieveLocationUid?>();
        foreach (var endpoint in element.Items("endpoint"))
        {
            if (endpoint.Text("reference") is not { } reference || !terms.Endpoints.TryGetValue(reference.Split('/')[^1], out var place))
                return null;
            if (!places.Contains(place))
                places.Add(place);
        }
        return places;
    }

    private static (IReadOnlyList<ManifestSeries>, ManifestRefusal?) Refused(string code, string text) =>
        ([], new ManifestRefusal(code, text));
}
