using System.Xml.Linq;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Soap;

/// <summary>A SOAP 1.2 fault (Part 1, 5.4).</summary>
/// <param name="Code"><c>Sender</c>, <c>Receiver</c>, <c>MustUnderstand</c> or <c>VersionMismatch</c>, of the envelope's namespace.</param>
/// <param name="Subcode">What it is more exactly, as <c>wsa:ActionNotSupported</c>; null where nothing is.</param>
/// <param name="Reason">One sentence for a person; quotes nothing of the message.</param>
/// <param name="Status">The HTTP status: what Part 2 table 20 gives for the code, or a more telling 4xx for a Sender.</param>
/// <param name="Detail">A header block of the fault (NotUnderstood, Upgrade) or null.</param>
public sealed record SoapFault(string Code, XName? Subcode, string Reason, int Status, XElement? Detail = null)
{
    /// <summary>The caller's mistake: 400, or another 4xx.</summary>
    public static SoapFault Sender(string reason, XName? subcode = null, int status = 400) => new("Sender", subcode, reason, status);

    /// <summary>Ours: 500, or 503.</summary>
    public static SoapFault Receiver(string reason, int status = 500) => new("Receiver", null, reason, status);

    /// <summary>A header block that says mustUnderstand and that nobody here understands (Part 1, 5.4.8): 500 by Part 2 table 20.</summary>
    public static SoapFault MustUnderstand(XName header) => new(
        "MustUnderstand", null, "A header block that must be understood is not.", 500,
        new XElement(Ns.Envelope + "NotUnderstood", QName(header)));

    // a name of no namespace has no prefix, and the one of xml can have no other
    private static object[] QName(XName name) => name.NamespaceName switch
    {
        "" => [new XAttribute("qname", name.LocalName)],
        _ when name.Namespace == XNamespace.Xml => [new XAttribute("qname", "xml:" + name.LocalName)],
        _ => [new XAttribute(XNamespace.Xmlns + "n", name.NamespaceName), new XAttribute("qname", "n:" + name.LocalName)],
    };

    /// <summary>Not SOAP 1.2 (Part 1, 5.4.7): 500 by Part 2 table 20.</summary>
    public static SoapFault VersionMismatch() => new("VersionMismatch", null, "The envelope is not of SOAP 1.2.", 500,
        new XElement(Ns.Envelope + "Upgrade", new XElement(Ns.Envelope + "SupportedEnvelope",
            new XAttribute(XNamespace.Xmlns + "env", Ns.Envelope), new XAttribute("qname", "env:Envelope"))));

    /// <summary>The element inside env:Body.</summary>
    internal XElement Write() => new(Ns.Envelope + "Fault",
        new XElement(Ns.Envelope + "Code",
            new XElement(Ns.Envelope + "Value", "env:" + Code),
            Subcode is null ? null : new XElement(Ns.Envelope + "Subcode", new XElement(Ns.Envelope + "Value",
                new XAttribute(XNamespace.Xmlns + "sub", Subcode.NamespaceName), "sub:" + Subcode.LocalName))),
        new XElement(Ns.Envelope + "Reason", new XElement(Ns.Envelope + "Text", new XAttribute(XNamespace.Xml + "lang", "en"), Reason)));

    /// <summary>Reads a fault that a peer sent.</summary>
    internal static SoapFault Read(XElement fault, int status)
    {
        var code = fault.Element(Ns.Envelope + "Code");
        return new SoapFault(
            Name(code)?.LocalName ?? "Receiver",
            Name(code?.Element(Ns.Envelope + "Subcode")),
            fault.Element(Ns.Envelope + "Reason")?.Element(Ns.Envelope + "Text")?.Value ?? "",
            status);
    }

    private static XName? Name(XElement? code)
    {
        if (code?.Element(Ns.Envelope + "Value") is not { } value || value.Value.Trim() is not { Length: > 0 } text)
            return null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        try
        {
            var space = colon < 0 ? value.GetDefaultNamespace() : value.GetNamespaceOfPrefix(text[..colon]);
            return space is null ? null : space + text[(colon + 1)..];
        }
        catch (System.Xml.XmlException)
        {
            return null;                                   // a peer's code that is no name
        }
    }
}
