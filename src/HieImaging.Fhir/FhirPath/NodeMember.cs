using System.Text;
using System.Text.Json;

namespace HieImaging.Fhir.FhirPath;

/// <summary>A JSON member that a type may have, as FHIRPath names it: <c>valueQuantity</c> is <c>value</c>.</summary>
internal sealed class NodeMember(string json, string name, string type)
{
    private readonly byte[] _json = Encoding.UTF8.GetBytes(json);
    private readonly byte[] _sibling = Encoding.UTF8.GetBytes("_" + json);
    private NodeType? _type;
    private NodeMember[]? _alone;

    /// <summary>The name in JSON, without an underscore.</summary>
    internal ReadOnlySpan<byte> Json => _json;

    /// <summary>The name in FHIRPath: that of the choice where it is one.</summary>
    internal string Name { get; } = name;

    /// <summary>It, as a list of one.</summary>
    internal NodeMember[] Alone => _alone ??= [this];

    /// <summary>Whether any resource may stand here; then the type is that of the resource.</summary>
    internal bool IsResource { get; } = type == "Resource";

    /// <summary>Whether it may have a sibling with an underscore.</summary>
    internal bool IsPrimitive { get; } = char.IsAsciiLetterLower(type[0]);

    internal NodeType Type => _type ??= NodeType.Find(type)
        ?? throw new InvalidOperationException($"The tables name {type} and have none.");

    /// <summary>The member's value and sibling in an object; false where it has neither.</summary>
    internal bool TryGet(JsonElement owner, out JsonElement value, out JsonElement sibling)
    {
        var any = owner.TryGetProperty(_json, out value);
        return TryGetSibling(owner, out sibling) || any;
    }

    /// <summary>The member's sibling in an object.</summary>
    internal bool TryGetSibling(JsonElement owner, out JsonElement sibling)
    {
        sibling = default;
        return IsPrimitive && owner.TryGetProperty(_sibling, out sibling);
    }

    internal FhirNode Node(JsonElement value, JsonElement sibling) =>
        IsResource
        ? FhirNode.Resource(value)
        : FhirNode.Of(value.ValueKind == JsonValueKind.Null ? default : value, sibling, Type);
}
