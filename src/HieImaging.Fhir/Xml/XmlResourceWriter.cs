using System.Text;
using System.Text.Json;
using System.Xml;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.Json;

namespace HieImaging.Fhir.Xml;

/// <summary>Writes JSON as XML (R4, 2.6.1, 2.6.2): values, ids and urls as attributes, siblings put back into their elements.</summary>
internal sealed class XmlResourceWriter
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize,
        CloseOutput = false,
    };

    private readonly XmlWriter _xml;

    private XmlResourceWriter(XmlWriter xml) => _xml = xml;

    internal static void Write(JsonElement resource, Stream destination)
    {
        using var xml = XmlWriter.Create(destination, Settings);
        new XmlResourceWriter(xml).Resource(resource);
    }

    /// <summary>XML has no control characters and no halves of pairs: such a one becomes U+FFFD.</summary>
    internal static string Legal(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!XmlConvert.IsXmlChar(text[at]) && !char.IsSurrogate(text[at]))
                return string.Concat(text.Select(one => XmlConvert.IsXmlChar(one) || char.IsSurrogate(one) ? one : '\uFFFD'));
        }
        return text;
    }

    /// <exception cref="ArgumentException">It is no resource of R4.</exception>
    private void Resource(JsonElement resource)
    {
        if (resource.ValueKind != JsonValueKind.Object
            || !resource.TryGetProperty("resourceType"u8, out var name)
            || ElementTables.FindResource(name.GetString()!) is not { } type)
            throw new ArgumentException("The JSON is no resource of R4.", nameof(resource));
        _xml.WriteStartElement(type.Name, XmlNames.Fhir);
        Members(resource, type);
        _xml.WriteEndElement();
    }

    private void Members(JsonElement value, ElementType type)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        var members = CanonicalWriter.Ordered(value, type);
        foreach (var (name, _, content) in members)
        {
            if (XmlNames.IsAttribute(type.Name, type.IsResource, name))
                _xml.WriteAttributeString(name, Legal(content.GetString()!));
        }
        for (var at = 0; at < members.Count; at++)
        {
            var (name, member, content) = members[at];
            if (member is null || XmlNames.IsAttribute(type.Name, type.IsResource, name.TrimStart('_')))
                continue;
            if (name[0] == '_')
                Elements(name[1..], member, default, content);
            else if (at + 1 < members.Count && members[at + 1].Name == "_" + name)
                Elements(name, member, content, members[++at].Content);
            else
                Elements(name, member, content, default);
        }
    }

    private void Elements(string name, ElementMember member, JsonElement value, JsonElement sibling)
    {
        if (value.ValueKind != JsonValueKind.Array && sibling.ValueKind != JsonValueKind.Array)
        {
            Element(name, member, value, sibling);
            return;
        }
        var values = Items(value);
        var siblings = Items(sibling);
        while (values.MoveNext() | siblings.MoveNext())
            Element(name, member, values.Current, siblings.Current);
    }

    private void Element(string name, ElementMember member, JsonElement value, JsonElement sibling)
    {
        if (member.Type == "xhtml")
        {
            if (value.ValueKind == JsonValueKind.String)                       // extensions of a div have no place in XML (R4, 2.4.3)
                XmlNarrative.Write(_xml, value.GetString()!);
            return;
        }
        _xml.WriteStartElement(name, XmlNames.Fhir);
        if (member.IsPrimitive)
            Primitive(value, sibling);
        else if (member.Type == "Resource")
            Resource(value);
        else
            Members(value, ElementTables.Find(member.Type)!);
        _xml.WriteEndElement();
    }

    private void Primitive(JsonElement value, JsonElement sibling)
    {
        if (value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            _xml.WriteAttributeString("value", value.ValueKind == JsonValueKind.String ? Legal(value.GetString()!) : value.GetRawText());
        Members(sibling, ElementTables.Find("Element")!);
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : default;
}
