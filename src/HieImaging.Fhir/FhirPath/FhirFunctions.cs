using System.Text.Json;
using HieImaging.Fhir.Elements;

namespace HieImaging.Fhir.FhirPath;

/// <summary>What FHIR adds to FHIRPath (R4, 2.9.3). Nothing is fetched: a reference is resolved within the resource and its Bundle, and
/// where only
/// a terminology server could tell the answer is empty.</summary>
internal static class FhirFunctions
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";

    internal static void AddTo(Dictionary<string, PathFunction> functions)
    {
        functions.Add("getValue", new(0, 0, (in call, in _, output) =>
        {
            if (call.Item(out var item) && item.HasValue)
                output.Add(item);
        }));
        functions.Add("extension", new(1, 1, Extension));
        functions.Add("resolve", new(0, 0, Resolve));
        functions.Add("memberOf", new(1, 1, (in call, in frame, output) => Ask(call, frame, output, call.Scope.MemberOf)));
        functions.Add("conformsTo", new(1, 1, (in call, in frame, output) => Ask(call, frame, output, Conforms(call.Scope.ConformsTo))));
        functions.Add("htmlChecks", new(0, 0, HtmlChecks));
    }

    private static void Extension(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (!call.Text(0, frame, out var url))
            return;
        var all = call.Scope.Rent();
        foreach (ref readonly var item in call.Input.Items)
        {
            if (ElementChildren.TryOwner(item, out var owner, out var type))
            {
                foreach (var member in type.Element("extension"))
                    ElementChildren.Add(member, owner, all);
            }
        }
        foreach (ref readonly var one in all.Items)
        {
            if (one.Json.ValueKind == JsonValueKind.Object
                && one.Json.TryGetProperty("url"u8, out var its)
                && its.ValueKind == JsonValueKind.String
                && its.ValueEquals(url))
                output.Add(one);
        }
        call.Scope.Return(all);
    }

    private static void Resolve(in PathCall call, in PathFrame frame, NodeList output)
    {
        foreach (ref readonly var item in call.Input.Items)
        {
            var reference = item.Kind == PathKind.String ? item.AsText
                : item.Json.ValueKind == JsonValueKind.Object && item.Json.TryGetProperty("reference"u8, out var its)
                    && its.ValueKind == JsonValueKind.String ? its.GetString()! : null;
            if (reference is not null && Target(call.Scope, reference) is { } target)
                output.Add(target);
        }
    }

    private static FhirNode? Target(PathScope scope, string reference)
    {
        var root = scope.RootResource;
        if (reference == "#")
            return root;
        if (reference.StartsWith('#'))
            return Find(scope, root.Json, "contained"u8, one => Is(one, "id"u8, reference[1..]) ? one : null);
        return Find(scope, root.Json, "entry"u8, one =>
            Is(one, "fullUrl"u8, reference) && one.TryGetProperty("resource"u8, out var resource) ? resource : null);
    }

    private static FhirNode? Find(PathScope scope, JsonElement owner, ReadOnlySpan<byte> name, Func<JsonElement, JsonElement?> match)
    {
        if (owner.ValueKind != JsonValueKind.Object
            || !owner.TryGetProperty(name, out var items)
            || items.ValueKind != JsonValueKind.Array
            || !scope.Spend(items.GetArrayLength()))
            return null;
        foreach (var item in items.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && match(item) is { } found)
                return FhirNode.Resource(found);
        }
        return null;
    }

    private static bool Is(JsonElement owner, ReadOnlySpan<byte> name, string text) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private static void Ask(in PathCall call, in PathFrame frame, NodeList output, Func<FhirNode, string, bool?>? known)
    {
        if (call.Item(out var item) && call.Text(0, frame, out var address) && known?.Invoke(item, address) is { } answer)
            output.Add(FhirNode.Of(answer));
    }

    /// <summary>To be of a type is to conform to the type's own definition.</summary>
    private static Func<FhirNode, string, bool?> Conforms(Func<FhirNode, string, bool?>? known) => (item, address) =>
        address.StartsWith(Core, StringComparison.Ordinal) && NodeType.Find(address[Core.Length..]) is { } type
            ? item.Type is { } its && its.Is(type)
            : known?.Invoke(item, address);

    private static void HtmlChecks(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (call.Text(out var div))
            output.Add(FhirNode.Of(call.Scope.Spend(div.Length / 4) && NarrativeCheck.IsSafe(div)));
    }
}
