using System.Collections.Concurrent;
using System.Text.Json;
using HieImaging.Fhir.Elements;

namespace HieImaging.Fhir.Validation;

/// <summary>The profiles and value sets of <c>profiles/fhir</c>, each compiled when it is first asked for.</summary>
public static class ProfileTables
{
    /// <summary>What the canonical URLs of this house begin with.</summary>
    public const string House = "https://hieimaging.org/fhir/";

    private const string Resource = "profile:";

    private static readonly ConcurrentDictionary<string, Profile> Profiles = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, CodeSet> ValueSets = new(StringComparer.Ordinal);

    private static readonly Lazy<HashSet<string>> Names = new(() =>
        [.. typeof(ProfileTables).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resource, StringComparison.Ordinal))]);

    /// <summary>The canonical URLs of all profiles.</summary>
    public static IEnumerable<string> Urls => Names.Value
        .Select(name => name[Resource.Length..].Split('-', 2))
        .Where(parts => parts[0] == "StructureDefinition")
        .Select(parts => $"{House}{parts[0]}/{parts[1]}");

    /// <summary>The profile of that canonical URL; null where it is not held here. A version after <c>|</c> is not looked at.</summary>
    public static Profile? Find(string url)
    {
        var plain = url.Split('|')[0];
        return Open(plain, "StructureDefinition") is not { } name
            ? null
            : Profiles.GetOrAdd(plain, _ => ProfileReader.Read(Load(name), Find));
    }

    /// <summary>The codes of a value set: one of this house, or one that R4 requires somewhere; null where it is not held here.</summary>
    internal static CodeSet? FindCodes(string url) => Open(url, "ValueSet") is { } name
        ? ValueSets.GetOrAdd(url, _ => new CodeSet(Codings(Load(name))))
        : url.StartsWith("http://hl7.org/fhir/ValueSet/", StringComparison.Ordinal)
            ? ElementTables.FindCodes(url[(url.LastIndexOf('/') + 1)..])
            : null;

    private static string? Open(string url, string type)
    {
        var prefix = $"{House}{type}/";
        return url.StartsWith(prefix, StringComparison.Ordinal) && Names.Value.Contains($"{Resource}{type}-{url[prefix.Length..]}")
            ? $"{Resource}{type}-{url[prefix.Length..]}"
            : null;
    }

    private static JsonElement Load(string name)
    {
        using var stream = typeof(ProfileTables).Assembly.GetManifestResourceStream(name)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private static IEnumerable<(string System, string Code)> Codings(JsonElement valueSet) =>
        from include in valueSet.GetProperty("compose").GetProperty("include").EnumerateArray()
        from concept in include.GetProperty("concept").EnumerateArray()
        select (include.GetProperty("system").GetString()!, concept.GetProperty("code").GetString()!);
}
