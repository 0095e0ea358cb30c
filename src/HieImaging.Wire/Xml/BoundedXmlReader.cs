using System.Xml;

namespace HieImaging.Wire.Xml;

/// <summary>Passes every call on to the framework's reader and counts what each <see cref="Read"/> brought.</summary>
internal sealed class BoundedXmlReader(XmlReader reader, XmlBounds bounds) : XmlReader
{
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);
    private int _nodes;

    public override XmlReaderSettings? Settings => reader.Settings;

    public override XmlNodeType NodeType => reader.NodeType;

    public override string LocalName => reader.LocalName;

    public override string NamespaceURI => reader.NamespaceURI;

    public override string Prefix => reader.Prefix;

    public override string Value => reader.Value;

    public override int Depth => reader.Depth;

    public override string BaseURI => "";

    public override bool IsEmptyElement => reader.IsEmptyElement;

    public override int AttributeCount => reader.AttributeCount;

    public override bool EOF => reader.EOF;

    public override ReadState ReadState => reader.ReadState;

    public override XmlNameTable NameTable => reader.NameTable;

    public override bool Read()
    {
        try
        {
            return Counted(reader.Read());
        }
        catch (XmlException fault)
        {
            throw Malformed(fault);
        }
    }

    public override async Task<bool> ReadAsync()
    {
        try
        {
            return Counted(await reader.ReadAsync());
        }
        catch (XmlException fault)
        {
            throw Malformed(fault);
        }
    }

    public override Task<string> GetValueAsync() => reader.GetValueAsync();

    public override string? GetAttribute(string name) => reader.GetAttribute(name);

    public override string? GetAttribute(string name, string? namespaceURI) => reader.GetAttribute(name, namespaceURI);

    public override string GetAttribute(int i) => reader.GetAttribute(i);

    public override string? LookupNamespace(string prefix) => reader.LookupNamespace(prefix);

    public override bool MoveToAttribute(string name) => reader.MoveToAttribute(name);

    public override bool MoveToAttribute(string name, string? ns) => reader.MoveToAttribute(name, ns);

    public override bool MoveToElement() => reader.MoveToElement();

    public override bool MoveToFirstAttribute() => reader.MoveToFirstAttribute();

    public override bool MoveToNextAttribute() => reader.MoveToNextAttribute();

    public override bool ReadAttributeValue() => reader.ReadAttributeValue();

    public override void ResolveEntity() => throw new MalformedException("The XML has an entity reference.");

    /// <summary>The position is told, the parser's sentence is not: it may quote content.</summary>
    internal static MalformedException Malformed(XmlException fault) =>
        new($"The XML is not well-formed or has a DTD, at line {fault.LineNumber}, position {fault.LinePosition}.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            reader.Dispose();
        base.Dispose(disposing);
    }

    private bool Counted(bool more)
    {
        if (!more)
            return false;
        if (++_nodes > bounds.Nodes)
            throw new BoundsExceededException("nodes of XML", bounds.Nodes);
        if (reader.NodeType != XmlNodeType.Element)
            return true;
        if (reader.Depth >= bounds.Depth)
            throw new BoundsExceededException("levels of elements", bounds.Depth);
        if (reader.AttributeCount > bounds.Attributes)
            throw new BoundsExceededException("attributes of an element", bounds.Attributes);
        CountNamespaces();
        return true;
    }

    private void CountNamespaces()
    {
        if (!reader.MoveToFirstAttribute())
            return;
        do
        {
            if (reader.NamespaceURI == "http://www.w3.org/2000/xmlns/"
                && _namespaces.Add(reader.Value)
                && _namespaces.Count > bounds.Namespaces)
                throw new BoundsExceededException("namespaces", bounds.Namespaces);
        }
        while (reader.MoveToNextAttribute());
        reader.MoveToElement();
    }
}
