using System.Text;
using System.Xml;
using HieImaging.Wire;
using HieImaging.Wire.Xml;

namespace HieImaging.Fhir.Xml;

/// <summary>The div of a narrative: a text in JSON, elements in XML. It is written one way, so that what is read again is the same
/// text.</summary>
internal static class XmlNarrative
{
    /// <summary>The text of the element where a reader stands; afterwards the reader stands at its end.</summary>
    internal static string Read(XmlReader xml)
    {
        var text = new StringBuilder();
        var spaces = new Stack<string>(["?"]);
        var depth = xml.Depth;
        do
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    Start(xml, text, spaces);
                    break;
                case XmlNodeType.EndElement:
                    text.Append("</").Append(xml.LocalName).Append('>');
                    spaces.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    Escape(text, xml.Value, inAttribute: false);
                    break;
            }
        }
        while (!IsEnd(xml, depth) && xml.Read());
        return text.ToString();
    }

    /// <summary>Writes the elements of a narrative's text; a text that is no XML becomes the text of a div.</summary>
    internal static void Write(XmlWriter xml, string div)
    {
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(div), writable: false);
            using var reader = BoundedXml.Read(stream);
            while (reader.Read() && reader.NodeType != XmlNodeType.Element)
                continue;
            var text = Read(reader);
            while (reader.Read())
                continue;
            xml.WriteRaw(text);
        }
        catch (Exception fault) when (fault is MalformedException or BoundsExceededException)
        {
            xml.WriteElementString("div", XmlNames.Xhtml, XmlResourceWriter.Legal(div));
        }
    }

    private static bool IsEnd(XmlReader xml, int depth) =>
        xml.Depth == depth && (xml.NodeType == XmlNodeType.EndElement || (xml.NodeType == XmlNodeType.Element && xml.IsEmptyElement));

    private static void Start(XmlReader xml, StringBuilder text, Stack<string> spaces)
    {
        var isEmpty = xml.IsEmptyElement;
        var space = xml.NamespaceURI;
        text.Append('<').Append(xml.LocalName);
        if (space != spaces.Peek())
            Attribute(text, "xmlns", space);
        while (xml.MoveToNextAttribute())
        {
            if (xml.NamespaceURI.Length == 0 || xml.NamespaceURI == XmlNames.Xml)
                Attribute(text, xml.Name, xml.Value);
            else if (xml.NamespaceURI != XmlNames.Declarations)
                Foreign(text, xml);
        }
        xml.MoveToElement();
        text.Append(isEmpty ? "/>" : ">");
        if (!isEmpty)
            spaces.Push(space);
    }

    /// <summary>An attribute of another namespace is kept as such: it is no static XHTML, and is to be refused as that.</summary>
    private static void Foreign(StringBuilder text, XmlReader xml)
    {
        Attribute(text, "xmlns:" + xml.Prefix, xml.NamespaceURI);
        Attribute(text, xml.Name, xml.Value);
    }

    private static void Attribute(StringBuilder text, string name, string value)
    {
        text.Append(' ').Append(name).Append("=\"");
        Escape(text, value, inAttribute: true);
        text.Append('"');
    }

    private static void Escape(StringBuilder text, string value, bool inAttribute)
    {
        foreach (var one in value)
        {
            _ = one switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' when inAttribute => text.Append("&quot;"),
                '\t' when inAttribute => text.Append("&#x9;"),
                '\n' when inAttribute => text.Append("&#xA;"),
                '\r' => text.Append("&#xD;"),
                _ => text.Append(one),
            };
        }
    }
}
