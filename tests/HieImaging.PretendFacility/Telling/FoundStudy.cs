using System.Text.Json;

namespace HieImaging.PretendFacility.Telling;

/// <summary>What the story reads of an ImagingStudy that a search gave.</summary>
internal static class FoundStudy
{
    public static string UidOf(JsonElement study) => study.GetProperty("identifier").EnumerateArray()
        .Where(identifier => identifier.TryGetProperty("system", out var system) && system.GetString() == "urn:dicom:uid")
        .Select(identifier => identifier.GetProperty("value").GetString()!).First()["urn:oid:".Length..];

    public static IReadOnlyList<string> SeriesOf(JsonElement study) => study.TryGetProperty("series", out var series)
        ? [.. series.EnumerateArray().Select(one => one.GetProperty("uid").GetString()!)]
        : [];
}
