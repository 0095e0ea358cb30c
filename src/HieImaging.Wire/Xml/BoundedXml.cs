using System.Runtime.InteropServices;
using System.Xml;
using System.Xml.Linq;

namespace HieImaging.Wire.Xml;

/// <summary>
/// The only way in for XML: no DTD (so no entity, no XXE), no resolver, and limits that XmlReader does not have by itself
/// (it reads 50,000 levels and 20,000 attributes without a word).
/// </summary>
public static class BoundedXml
{
    /// <summary>
    /// A reader that throws <see cref="MalformedException"/> or
    /// <see cref="BoundsExceededException"/>, and nothing else, for what the sender did.
    /// </summary>
    public static XmlReader Read(Stream source, XmlBounds? bounds = null)
    {
        bounds ??= XmlBounds.Default;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            Async = true,
            CloseInput = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersFromEntities = 0,
        };
        return new BoundedXmlReader(XmlReader.Create(new BoundedStream(source, bounds.Bytes, "bytes of XML"), settings), bounds);
    }

    /// <summary>The document's root element, whole, under limits.</summary>
    /// <exception cref="MalformedException">Not well-formed, or it has a DTD.</exception>
    /// <exception cref="BoundsExceededException">Deeper, wider or longer than the bounds.</exception>
    public static async Task<XElement> LoadAsync(Stream source, XmlBounds? bounds, CancellationToken cancellation)
    {
        using var reader = Read(source, bounds);
        try
        {
            var document = await XDocument.LoadAsync(reader, LoadOptions.PreserveWhitespace, cancellation);
            return document.Root ?? throw new MalformedException("The XML has no element.");
        }
        catch (XmlException fault)
        {
            throw BoundedXmlReader.Malformed(fault);
        }
    }

    /// <summary>As <see cref="LoadAsync"/>, of bytes that are here already.</summary>
    public static XElement Load(ReadOnlyMemory<byte> bytes, XmlBounds? bounds = null)
    {
        var array = MemoryMarshal.TryGetArray(bytes, out var whole) ? whole : new ArraySegment<byte>(bytes.ToArray());
        using var source = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        return Load(source, bounds);
    }

    /// <summary>As <see cref="LoadAsync"/>, of a stream that may be read synchronously.</summary>
    public static XElement Load(Stream source, XmlBounds? bounds = null)
    {
        using var reader = Read(source, bounds);
        try
        {
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root ?? throw new MalformedException("The XML has no element.");
        }
        catch (XmlException fault)
        {
            throw BoundedXmlReader.Malformed(fault);
        }
    }
}
