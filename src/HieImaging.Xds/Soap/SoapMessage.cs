using System.Xml.Linq;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using HieImaging.Wire.Xml;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Soap;

/// <summary>A message off the wire, request or answer: the envelope and the parts beside it, plain or MTOM (XOP 1.0, RFC 2387).</summary>
internal sealed record SoapMessage(XElement Envelope, bool Mtom, IReadOnlyDictionary<string, SoapAttachment> Attachments)
{
    private static readonly Dictionary<string, SoapAttachment> None = [];

    /// <exception cref="SoapFaultException">Not a SOAP message.</exception>
    /// <exception cref="MalformedException">Neither XML nor MIME.</exception>
    /// <exception cref="BoundsExceededException">Larger than the bounds.</exception>
    public static async Task<SoapMessage> ReadAsync(Stream body, string? contentType, SoapBounds bounds, CancellationToken cancellation)
    {
        if (!MediaType.TryParse(contentType, out var media))
            throw new SoapFaultException(SoapFault.Sender("The Content-Type is missing or none.", status: 415));
        if (media.Is("application/soap+xml") || media.Is("text/xml"))          // which SOAP it is the envelope's namespace tells
            return new SoapMessage(await BoundedXml.LoadAsync(body, bounds.Xml, cancellation), false, None);
        if (!media.Is("multipart/related"))
            throw new SoapFaultException(
                SoapFault.Sender("The Content-Type is neither application/soap+xml nor multipart/related.", status: 415));
        if (media.Boundary is not { } boundary)
            throw new SoapFaultException(SoapFault.Sender("The boundary is missing or none of RFC 2046."));
        if (media["type"] is not { } type || !type.Equals("application/xop+xml", StringComparison.OrdinalIgnoreCase))
            throw new SoapFaultException(SoapFault.Sender("The multipart's type is not application/xop+xml.", status: 415));
        return await ReadPackageAsync(body, boundary, media["start"]?.Trim('<', '>'), bounds, cancellation);
    }

    private static async Task<SoapMessage> ReadPackageAsync(
        Stream body, string boundary, string? start, SoapBounds bounds, CancellationToken cancellation)
    {
        using var parts = new BoundedMultipartReader(body, boundary, bounds.Package);
        var attachments = new Dictionary<string, SoapAttachment>(StringComparer.Ordinal);
        SoapAttachment? root = null;
        while (await parts.NextAsync(cancellation) is { } part)
        {
            var isRoot = root is null && (start is null || part.ContentId == start);   // without start the first part is it: RFC 2387 3.2
            if (part.Headers["Content-Transfer-Encoding"] is { } encoding && !IsIdentity(encoding))
                throw new SoapFaultException(SoapFault.Sender("A part has a transfer encoding other than binary."));
            if (part.ContentId is null && !isRoot)
                throw new SoapFaultException(SoapFault.Sender("A part has no Content-ID."));
            var read = new SoapAttachment(part.ContentId ?? "", part.Headers["Content-Type"],
                await part.ReadAllAsync(isRoot ? bounds.EnvelopeBytes : bounds.PartBytes, cancellation));
            if (isRoot)
                root = read;
            else if (read.ContentId == root?.ContentId || !attachments.TryAdd(read.ContentId, read))
                throw new SoapFaultException(SoapFault.Sender("Two parts have one Content-ID."));
        }
        if (root is null)
            throw new SoapFaultException(SoapFault.Sender("The package has no root part."));
        if (!MediaType.TryParse(root.ContentType, out var media) || !media.Is("application/xop+xml"))
            throw new SoapFaultException(SoapFault.Sender("The root part is not application/xop+xml."));
        var envelope = BoundedXml.Load(root.Content, bounds.Xml);
        CheckIncludes(envelope, attachments);
        return new SoapMessage(envelope, true, attachments);
    }

    /// <summary>An Include names a part of this package and nothing else in the world (XOP 1.0 2.1), and one that no other names: else a small message
    /// would be a large one when it is read.</summary>
    private static void CheckIncludes(XElement envelope, Dictionary<string, SoapAttachment> attachments)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var include in envelope.Descendants(Ns.Xop + "Include"))
            if (SoapContent.PartOf(include, attachments) is not { } part)
                throw new SoapFaultException(SoapFault.Sender("An Include names no part of the package."));
            else if (!named.Add(part.ContentId))
                throw new SoapFaultException(SoapFault.Sender("Two Includes name one part."));
    }

    private static bool IsIdentity(string encoding) =>
        encoding.Equals("binary", StringComparison.OrdinalIgnoreCase) || encoding.Equals("8bit", StringComparison.OrdinalIgnoreCase)
        || encoding.Equals("7bit", StringComparison.OrdinalIgnoreCase);
}
