using System.Text;
using System.Xml;
using System.Xml.Linq;
using HieImaging.Wire.Multipart;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Soap;

/// <summary>Envelopes out: plain, or as the root of an MTOM package whose parts are written one after the other.</summary>
internal static class EnvelopeWriter
{
    public const string PlainType = "application/soap+xml; charset=utf-8";
    private const string Root = "root@hieimaging";

    public static XElement Request(string action, string messageId, Uri to, XElement body) => Envelope(body,
        new XElement(Ns.Addressing + "To", new XAttribute(Ns.Envelope + "mustUnderstand", "true"), to.AbsoluteUri),
        new XElement(Ns.Addressing + "MessageID", messageId),
        new XElement(Ns.Addressing + "ReplyTo", new XElement(Ns.Addressing + "Address", "http://www.w3.org/2005/08/addressing/anonymous")),
        ActionHeader(action));

    public static XElement Answer(string action, string? relatesTo, XElement body) =>
        Envelope(body, ActionHeader(action), Relation(relatesTo));

    public static XElement Fault(SoapFault fault, string? relatesTo) =>
        Envelope(fault.Write(), ActionHeader("http://www.w3.org/2005/08/addressing/soap/fault"), Relation(relatesTo), fault.Detail);

    /// <summary>The Content-Type of a package with this boundary (XOP 1.0 4.1, SOAP MTOM 3.2).</summary>
    public static string PackageType(string boundary, string? action = null)
    {
        var type = MultipartRelatedWriter.ContentType(
            "application/xop+xml",
            boundary,
            ("start", $"<{Root}>"),
            ("start-info", "application/soap+xml"));
        return action is null ? type : $"{type}; action=\"{action}\"";
    }

    public static async Task WritePackageAsync(
        Stream target, string boundary, XElement envelope, IReadOnlyList<SoapPart> parts, CancellationToken cancellation)
    {
        var writer = new MultipartRelatedWriter(target, boundary);
        await writer.BeginPartAsync(
            [
                ("Content-Type", "application/xop+xml; charset=UTF-8; type=\"application/soap+xml\""),
                ("Content-Transfer-Encoding", "binary"),
                ("Content-ID", $"<{Root}>"),
            ], cancellation);
        await target.WriteAsync(Bytes(envelope), cancellation);
        foreach (var part in parts)
        {
            await writer.BeginPartAsync(
                [
                    ("Content-Type", part.ContentType),
                    ("Content-Transfer-Encoding", "binary"),
                    ("Content-ID", $"<{part.ContentId}>"),
                ], cancellation);
            await part.Write(target, cancellation);
        }
        await writer.EndAsync(cancellation);
    }

    /// <summary>UTF-8 without a byte order mark, nothing indented: white space is content.</summary>
    public static byte[] Bytes(XElement envelope)
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
            envelope.Save(writer);
        return bytes.ToArray();
    }

    private static XElement ActionHeader(string action) =>
        new(Ns.Addressing + "Action", new XAttribute(Ns.Envelope + "mustUnderstand", "true"), action);

    private static XElement? Relation(string? to) => to is null ? null : new XElement(Ns.Addressing + "RelatesTo", to);

    private static XElement Envelope(XElement body, params XElement?[] headers) => new(Ns.Envelope + "Envelope",
        new XAttribute(XNamespace.Xmlns + "env", Ns.Envelope),
        new XAttribute(XNamespace.Xmlns + "wsa", Ns.Addressing),
        new XElement(Ns.Envelope + "Header", headers),
        new XElement(Ns.Envelope + "Body", body));
}
