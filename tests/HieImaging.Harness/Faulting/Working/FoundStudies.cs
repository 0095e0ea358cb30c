using System.Text.Json;

namespace HieImaging.Harness.Faulting.Working;

/// <summary>The matches of a search Bundle: by Study UID, of each match how many instances it has.</summary>
internal static class FoundStudies
{
    public static IReadOnlyDictionary<string, IReadOnlyList<int>> In(ReadOnlyMemory<byte> bundle)
    {
        using var json = JsonDocument.Parse(bundle);
        if (!json.RootElement.TryGetProperty("entry", out var entries))
            return new Dictionary<string, IReadOnlyList<int>>();
        return entries.EnumerateArray().Where(entry => entry.GetProperty("search").GetProperty("mode").GetString() == "match")
            .Select(entry => entry.GetProperty("resource"))
            .GroupBy(UidOf, study => study.GetProperty("series").EnumerateArray().Sum(series => series.GetProperty("instance").GetArrayLength()))
            .ToDictionary(study => study.Key, study => (IReadOnlyList<int>)[.. study], StringComparer.Ordinal);
    }

    /// <summary>Where the next page is, behind <c>/fhir/</c>; null: this is the last.</summary>
    public static string? NextOf(ReadOnlyMemory<byte> bundle)
    {
        using var json = JsonDocument.Parse(bundle);
        var next = json.RootElement.GetProperty("link").EnumerateArray().FirstOrDefault(link => link.GetProperty("relation").GetString() == "next");
        return next.ValueKind == JsonValueKind.Object && next.GetProperty("url").GetString() is { } url ? url[(url.IndexOf("/fhir/", StringComparison.Ordinal) + 6)..] : null;
    }

    private static string UidOf(JsonElement study) => study.GetProperty("identifier").EnumerateArray()
        .First(identifier => identifier.TryGetProperty("system", out var system) && system.GetString() == "urn:dicom:uid")
        .GetProperty("value").GetString()!["urn:oid:".Length..];
}
