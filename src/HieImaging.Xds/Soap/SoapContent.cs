using System.Xml.Linq;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Soap;

/// <summary>The bytes that an element of type xs:base64Binary stands for.</summary>
internal static class SoapContent
{
    /// <summary>Of the part that its xop:Include names, or written out inside; null where it has neither.</summary>
    public static ReadOnlyMemory<byte>? Of(XElement holder, IReadOnlyDictionary<string, SoapAttachment> attachments)
    {
        if (holder.Element(Ns.Xop + "Include") is { } include)
            return PartOf(include, attachments)?.Content;
        var text = holder.HasElements ? "" : string.Concat(holder.Value.Where(c => !char.IsWhiteSpace(c)));
        if (text.Length == 0)
            return null;
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes.AsMemory(0, count) : null;
    }

    /// <summary>RFC 2392: <c>cid:</c> and the Content-ID, percent-encoded; some senders write it as it is.</summary>
    public static SoapAttachment? PartOf(XElement include, IReadOnlyDictionary<string, SoapAttachment> attachments) =>
        include.Attribute("href")?.Value is { } href && href.StartsWith("cid:", StringComparison.OrdinalIgnoreCase)
            ? attachments.GetValueOrDefault(Uri.UnescapeDataString(href[4..])) ?? attachments.GetValueOrDefault(href[4..])
            : null;
}
