using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Xml;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Xml;

/// <summary>Turns XML into JSON while it is read (R4, 2.6.1, 2.6.2): what has no place in JSON is refused here, what is wrong there is
/// found when the
/// JSON is read.</summary>
internal sealed class XmlResourceReader
{
    private readonly XmlReader _xml;
    private readonly XmlPlace _place = new();

    private XmlResourceReader(XmlReader xml) => _xml = xml;

    /// <summary>The resource as JSON that is well-formed, and not checked.</summary>
    /// <exception cref="XmlShapeException">An element, attribute or text stands where none can.</exception>
    internal static byte[] Read(XmlReader xml)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, CanonicalWriter.Options);
        var reader = new XmlResourceReader(xml);
        while (xml.Read() && xml.NodeType != XmlNodeType.Element)
            continue;
        reader.Resource(json, isRoot: true);
        while (xml.Read())
            continue;
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private void Resource(Utf8JsonWriter json, bool isRoot)
    {
        if (_xml.NamespaceURI != XmlNames.Fhir)
            throw _place.Refused("A resource is an element of the namespace http://hl7.org/fhir.");
        if (ElementTables.FindResource(_xml.LocalName) is not { } type)
            throw _place.Refused("The element names no resource type of R4.");
        var before = isRoot ? _place.Enter(type.Name, null) : -1;
        json.WriteStartObject();
        json.WriteString("resourceType"u8, type.Name);
        Attributes(json, type, isRoot);
        Members(json, type);
        json.WriteEndObject();
        if (isRoot)
            _place.Leave(before);
    }

    /// <summary>The children of the element where the reader stands; afterwards it stands at its end.</summary>
    private void Members(Utf8JsonWriter json, ElementType type)
    {
        if (_xml.IsEmptyElement)
            return;
        var depth = _xml.Depth;
        var run = new XmlRun(json);
        while (NextChild(depth))
        {
            var name = _xml.LocalName;
            if (type.Find(name) is not { } member
                || XmlNames.IsAttribute(type.Name, type.IsResource, name)
                || _xml.NamespaceURI != (member.Type == "xhtml" ? XmlNames.Xhtml : XmlNames.Fhir))
                throw _place.Refused($"There is an element that {type.Name} does not have.");
            if (member.Index < run.Index)
                throw _place.Refused("The elements are not in the order of the definition.");
            if (member.Index == run.Index && (name != run.Name || !member.Element.Many))
                throw _place.Refused("An element or choice that has one value stands twice.");
            run.Goes(name, member);
            var before = _place.Enter(name, member.Element.Many ? run.Count - 1 : null);
            Value(json, run, member);
            _place.Leave(before);
        }
        run.End();
    }

    private void Value(Utf8JsonWriter json, XmlRun run, ElementMember member)
    {
        if (member.Type == "xhtml")
            run.Take(XmlRun.Quoted(XmlNarrative.Read(_xml)), sibling: null);
        else if (member.IsPrimitive)
            Primitive(run, member);
        else if (member.Type == "Resource")
            Wrapped(json);
        else
            Complex(json, ElementTables.Find(member.Type)!);
    }

    private void Complex(Utf8JsonWriter json, ElementType type)
    {
        json.WriteStartObject();
        Attributes(json, type, isRoot: false);
        Members(json, type);
        json.WriteEndObject();
    }

    /// <summary><c>contained</c>, <c>resource</c>, <c>outcome</c>: one resource and nothing else.</summary>
    private void Wrapped(Utf8JsonWriter json)
    {
        var depth = _xml.Depth;
        Attributes(json, type: null, isRoot: false);
        if (_xml.IsEmptyElement || !NextChild(depth))
            throw _place.Refused("The element holds one resource.");
        Resource(json, isRoot: false);
        if (NextChild(depth))
            throw _place.Refused("The element holds one resource.");
    }

    private void Primitive(XmlRun run, ElementMember member)
    {
        var value = _xml.GetAttribute("value");
        var text = value is null ? null : Json(member.Type, value);
        var sibling = _xml.IsEmptyElement && _xml.AttributeCount == (value is null ? 0 : 1) ? null : Sibling();
        if (value is null && sibling is null)
            throw _place.Refused("An element has a value or children (ele-1).");
        run.Take(text, sibling);
    }

    /// <summary>The id and the extensions of a primitive as a JSON object; null where it has none.</summary>
    private string? Sibling()
    {
        var type = ElementTables.Find("Element")!;
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, CanonicalWriter.Options))
        {
            json.WriteStartObject();
            Attributes(json, type, isRoot: false, besides: "value");
            Members(json, type);
            json.WriteEndObject();
        }
        return buffer.WrittenCount > "{}".Length ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
    }

    private string Json(string type, string value) => type switch
    {
        "boolean" => value is "true" or "false" ? value : throw _place.Refused("The value is no boolean.", IssueCode.Value),
        "integer" or "positiveInt" or "unsignedInt" or "decimal" =>
            XmlNumber.IsJson(value) ? value : throw _place.Refused("The value is no number.", IssueCode.Value),
        _ => XmlRun.Quoted(value),
    };

    /// <summary>The attributes that are members; any other but declarations, and a root's schemaLocation, is refused.</summary>
    private void Attributes(Utf8JsonWriter json, ElementType? type, bool isRoot, string? besides = null)
    {
        if (!_xml.MoveToFirstAttribute())
            return;
        do
        {
            var name = _xml.LocalName;
            if (_xml.NamespaceURI == XmlNames.Declarations
                || (isRoot && _xml.NamespaceURI == XmlNames.Schema && name == "schemaLocation")
                || (_xml.NamespaceURI.Length == 0 && name == besides))
                continue;
            if (_xml.NamespaceURI.Length > 0 || type is null || !XmlNames.IsAttribute(type.Name, type.IsResource, name))
                throw _place.Refused("There is an attribute that the element does not have.");
            json.WriteString(name, _xml.Value);
        }
        while (_xml.MoveToNextAttribute());
        _xml.MoveToElement();
    }

    private bool NextChild(int depth)
    {
        while (_xml.Read())
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element when _xml.Depth == depth + 1:
                    return true;
                case XmlNodeType.EndElement when _xml.Depth == depth:
                    return false;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    throw _place.Refused("A text stands between elements: values are attributes.");
            }
        }
        return false;
    }
}
