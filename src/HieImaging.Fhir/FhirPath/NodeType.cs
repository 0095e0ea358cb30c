using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using HieImaging.Fhir.Elements;

namespace HieImaging.Fhir.FhirPath;

/// <summary>A type of R4 as FHIRPath sees it: its base, its members by JSON name and, with choices gathered, by element name.</summary>
internal sealed class NodeType
{
    private static readonly ConcurrentDictionary<string, NodeType> Types = new(StringComparer.Ordinal);

    private readonly Dictionary<string, NodeMember[]> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<byte[], NodeMember>.AlternateLookup<ReadOnlySpan<byte>> _byJson =
        new Dictionary<byte[], NodeMember>(Utf8Comparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    private NodeType(string name, NodeType? parent, ElementType? elements)
    {
        Name = name;
        Base = parent;
        IsPrimitive = elements is null;
        IsResource = elements is { IsResource: true };
        Kind = KindOf(name, parent);
        foreach (var (json, element) in elements?.Members ?? new Dictionary<string, ElementMember>())
        {
            var member = new NodeMember(json, element.Element.Name, element.Type);
            _byJson.Dictionary.Add(Encoding.UTF8.GetBytes(json), member);
            _byName[member.Name] = [.. _byName.GetValueOrDefault(member.Name) ?? [], member];
        }
    }

    internal string Name { get; }

    /// <summary>The type that this one specializes; null for <c>Element</c> and <c>Resource</c>.</summary>
    internal NodeType? Base { get; }

    /// <summary>Has a value and no children of its own but id and extension.</summary>
    internal bool IsPrimitive { get; }

    internal bool IsResource { get; }

    /// <summary>What its values are to the operators.</summary>
    internal PathKind Kind { get; }

    /// <summary>The type of that name: a primitive, a data type, a resource, a nested element by its path (<c>ImagingStudy.series</c>);
    /// null where
    /// R4 has none.</summary>
    internal static NodeType? Find(string name)
    {
        if (Types.TryGetValue(name, out var known))
            return known;
        return Build(name) is { } built ? Types.GetOrAdd(name, built) : null;
    }

    /// <summary>The type that a <c>resourceType</c> names; null where R4 has no such resource.</summary>
    internal static NodeType? FindResource(JsonElement name) =>
        ElementTables.FindResource(name.GetString()!) is { } type ? Find(type.Name) : null;

    /// <summary>Whether it is that type or specializes it.</summary>
    internal bool Is(NodeType other)
    {
        for (var type = this; type is not null; type = type.Base)
        {
            if (ReferenceEquals(type, other))
                return true;
        }
        return false;
    }

    /// <summary>The members of an element: one, or one for each type of a choice; none where the type has no such element.</summary>
    internal NodeMember[] Element(string name) => _byName.GetValueOrDefault(name) ?? [];

    /// <summary>The member of a JSON name without underscore.</summary>
    internal NodeMember? Member(ReadOnlySpan<byte> json) => _byJson.TryGetValue(json, out var member) ? member : null;

    private static NodeType? Build(string name)
    {
        if (PrimitiveBase(name) is { } primitive)
            return new NodeType(name, Find(primitive), null);
        return ElementTables.Find(name) is { } elements
            ? new NodeType(name, elements.Lineage is [_, var parent, ..] ? Find(parent) : null, elements)
            : null;
    }

    private static string? PrimitiveBase(string name) => name switch
    {
        "code" or "id" or "markdown" => "string",
        "url" or "canonical" or "oid" or "uuid" => "uri",
        "unsignedInt" or "positiveInt" => "integer",
        "boolean" or "integer" or "decimal" or "string" or "uri" or "base64Binary" or "xhtml" => "Element",
        "date" or "dateTime" or "instant" or "time" => "Element",
        _ => null,
    };

    private static PathKind KindOf(string name, NodeType? parent) => name switch
    {
        "boolean" => PathKind.Boolean,
        "integer" => PathKind.Integer,
        "decimal" => PathKind.Decimal,
        "date" or "dateTime" or "instant" => PathKind.Date,
        "time" => PathKind.Time,
        "string" or "uri" or "base64Binary" or "xhtml" => PathKind.String,
        "Quantity" => PathKind.Quantity,
        _ => parent?.Kind ?? PathKind.None,
    };
}
