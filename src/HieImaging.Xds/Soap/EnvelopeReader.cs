using System.Xml.Linq;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Soap;

/// <summary>
/// What an envelope says: WS-Addressing, and the one element of its body; strict, so that no two readers can read it differently.
/// </summary>
internal sealed record EnvelopeReader(string? Action, string? MessageId, string? RelatesTo, XElement Body)
{
    private const string Anonymous = "http://www.w3.org/2005/08/addressing/anonymous";

    /// <summary>
    /// Header blocks that promise an identity or a secret. Callers are known here
    /// by token or certificate: what nobody checks is refused, not passed over.
    /// </summary>
    private static readonly HashSet<string> Unchecked = new(StringComparer.Ordinal)
    {
        Ns.Security.NamespaceName,
        "http://www.w3.org/2001/04/xmlenc#",
        "http://www.w3.org/2000/09/xmldsig#",
        "urn:oasis:names:tc:SAML:2.0:assertion",
    };

    /// <exception cref="SoapFaultException">It is no envelope that this node answers.</exception>
    public static EnvelopeReader Read(XElement envelope)
    {
        if (envelope.Name.LocalName == "Envelope" && envelope.Name != Ns.Envelope + "Envelope")
            throw new SoapFaultException(SoapFault.VersionMismatch());
        if (envelope.Name != Ns.Envelope + "Envelope")
            throw Sender("The message is no SOAP envelope.");
        var children = envelope.Elements().ToList();
        var header = children.Count > 0 && children[0].Name == Ns.Envelope + "Header" ? children[0] : null;
        if (children.Count != (header is null ? 1 : 2) || children[^1].Name != Ns.Envelope + "Body")
            throw Sender("The envelope has not one Header at most and one Body.");
        var blocks = header?.Elements().Where(IsOurs).ToList() ?? [];
        CheckUnderstood(blocks);
        CheckReplies(blocks);
        var body = children[^1].Elements().ToList();
        if (body.Count != 1)
            throw Sender("The Body has not one element.");
        return new EnvelopeReader(One(blocks, "Action"), One(blocks, "MessageID"), One(blocks, "RelatesTo"), body[0]);
    }

    /// <summary>Blocks for other nodes on the way are not ours to read (SOAP 1.2 Part 1, 2.2).</summary>
    private static bool IsOurs(XElement block) => block.Attribute(Ns.Envelope + "role")?.Value is null or ""
        or "http://www.w3.org/2003/05/soap-envelope/role/next" or "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";

    private static void CheckUnderstood(List<XElement> blocks)
    {
        foreach (var block in blocks)
        {
            if (Unchecked.Contains(block.Name.NamespaceName) && !IsTimestamp(block))
                throw Sender("The message brings a security token that this node does not take.", Ns.Security + "UnsupportedSecurityToken");
            if (block.Attribute(Ns.Envelope + "mustUnderstand")?.Value.Trim() is "1" or "true" && block.Name.Namespace != Ns.Addressing)
                throw new SoapFaultException(SoapFault.MustUnderstand(block.Name));
        }
    }

    private static bool IsTimestamp(XElement block) =>
        block.Name == Ns.Security + "Security" && block.Elements().All(e => e.Name.LocalName == "Timestamp");

    /// <summary>The answer goes back on the connection and nowhere else (WS-Addressing SOAP Binding 5.1).</summary>
    private static void CheckReplies(List<XElement> blocks)
    {
        foreach (var block in blocks.Where(b => b.Name == Ns.Addressing + "ReplyTo" || b.Name == Ns.Addressing + "FaultTo"))
            if (block.Element(Ns.Addressing + "Address")?.Value.Trim() != Anonymous)
                throw Sender("Only the anonymous address is answered.", Ns.Addressing + "OnlyAnonymousAddressSupported");
    }

    private static string? One(List<XElement> blocks, string name)
    {
        var found = blocks.Where(b => b.Name == Ns.Addressing + name).ToList();
        if (found.Count > 1)
            throw Sender("An addressing header stands twice.", Ns.Addressing + "InvalidAddressingHeader");
        var text = found.Count == 1 ? found[0].Value.Trim() : "";
        if (text.Length > 1024)
            throw Sender("An addressing header is too long.", Ns.Addressing + "InvalidAddressingHeader");
        return text.Length > 0 ? text : null;
    }

    private static SoapFaultException Sender(string reason, XName? subcode = null) => new(SoapFault.Sender(reason, subcode));
}
