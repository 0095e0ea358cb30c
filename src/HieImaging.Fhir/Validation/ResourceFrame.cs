using System.Text.Json;
using HieImaging.Fhir.FhirPath;

namespace HieImaging.Fhir.Validation;

/// <summary>The resource in which a value stands: what a reference means there, and where its invariants are evaluated.</summary>
internal sealed class ResourceFrame
{
    private readonly ResourceFrame? _outer;
    private readonly bool _contained;
    private Dictionary<string, string>? _resources;
    private PathScope? _scope;

    private ResourceFrame(JsonElement resource, ResourceFrame? outer, bool contained)
    {
        Resource = resource;
        Type = resource.GetProperty("resourceType"u8).GetString()!;
        (_outer, _contained) = (outer, contained);
    }

    internal JsonElement Resource { get; }

    internal string Type { get; }

    /// <summary>The resource that this one is contained in; itself where it is in none.</summary>
    internal ResourceFrame Root => _contained ? _outer!.Root : this;

    /// <summary>What <c>%resource</c> and <c>%rootResource</c> are.</summary>
    internal PathScope Scope => _scope ??= (_outer, _contained) switch
    {
        (null, _) => new(FhirNode.Resource(Resource), FhirNode.Resource(Resource)),
        (var outer, true) => outer.Scope.For(FhirNode.Resource(Resource)),
        (var outer, false) => outer.Scope.ForRoot(FhirNode.Resource(Resource)),
    };

    internal static ResourceFrame Of(JsonElement resource) => new(resource, null, contained: false);

    internal ResourceFrame Contained(JsonElement resource) => new(resource, this, contained: true);

    /// <summary>In a Bundle's entry or a parameter.</summary>
    internal ResourceFrame Entry(JsonElement resource) => new(resource, this, contained: false);

    /// <summary>The contained resource that <c>#id</c> names: its type; null where there is none.</summary>
    internal string? TypeOfContained(string id) => id.Length == 0
        ? Root.Type
        : (Root._resources ??= Named(Root.Resource, "contained"u8, "id"u8, static one => one)).GetValueOrDefault(id);

    /// <summary>The type of the Bundle's entry that has this full URL; null where none has.</summary>
    internal string? TypeOfEntry(string url)
    {
        for (var frame = Root._outer; frame is not null; frame = frame._outer)
        {
            if (frame.Type == "Bundle"
                && (frame._resources ??= Named(frame.Resource, "entry"u8, "fullUrl"u8, static one =>
                    one.TryGetProperty("resource"u8, out var inner) ? inner : one)).TryGetValue(url, out var type))
                return type;
        }
        return null;
    }

    private static Dictionary<string, string> Named(
        JsonElement resource, ReadOnlySpan<byte> list, ReadOnlySpan<byte> key, Func<JsonElement, JsonElement> resourceOf)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!resource.TryGetProperty(list, out var items))
            return named;
        foreach (var item in items.EnumerateArray())
        {
            if (item.TryGetProperty(key, out var name) && resourceOf(item).TryGetProperty("resourceType"u8, out var type))
                named.TryAdd(name.GetString()!, type.GetString()!);
        }
        return named;
    }
}
