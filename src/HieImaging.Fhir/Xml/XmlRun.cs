using System.Text.Json;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.Json;

namespace HieImaging.Fhir.Xml;

/// <summary>Elements of one name that follow each other: an array in JSON, and for primitives two, the values and what else they
/// have.</summary>
internal sealed class XmlRun(Utf8JsonWriter json)
{
    private static readonly JsonSerializerOptions Text = new() { Encoder = CanonicalWriter.Options.Encoder };

    private readonly List<string?> _values = [];
    private readonly List<string?> _siblings = [];
    private ElementMember? _member;

    internal string Name { get; private set; } = "";

    /// <summary>The place of the run's element among the type's; -1 before the first.</summary>
    internal int Index => _member?.Index ?? -1;

    internal int Count { get; private set; }

    /// <summary>The next element has this name.</summary>
    internal void Goes(string name, ElementMember member)
    {
        if (member.Index != Index)
        {
            End();
            (Name, _member, Count) = (name, member, 0);
            if (!member.IsPrimitive)
            {
                json.WritePropertyName(name);
                if (member.Element.Many)
                    json.WriteStartArray();
            }
        }
        Count++;
    }

    /// <summary>Takes a primitive.</summary>
    /// <param name="value">The value as JSON; null where there is none.</param>
    /// <param name="sibling">Its id and extensions as JSON; null where there are none.</param>
    internal void Take(string? value, string? sibling)
    {
        _values.Add(value);
        _siblings.Add(sibling);
    }

    /// <summary>The run is over.</summary>
    internal void End()
    {
        if (_member is not { IsPrimitive: true } member)
        {
            if (_member is { Element.Many: true })
                json.WriteEndArray();
            return;
        }
        Write(Name, _values, member.Element.Many);
        Write("_" + Name, _siblings, member.Element.Many);
        _values.Clear();
        _siblings.Clear();
    }

    internal static string Quoted(string text) => JsonSerializer.Serialize(text, Text);

    private void Write(string name, List<string?> items, bool many)
    {
        if (items.TrueForAll(item => item is null))
            return;
        json.WritePropertyName(name);
        if (many)
            json.WriteStartArray();
        foreach (var item in items)
            json.WriteRawValue(item ?? "null", skipInputValidation: true);
        if (many)
            json.WriteEndArray();
    }
}
