using System.Text;
using System.Xml.Linq;
using HieImaging.Wire;
using HieImaging.Wire.Xml;

namespace HieImaging.Fhir.Elements;

/// <summary>Narrative is static XHTML: the formatting elements of HTML 4 and nothing that runs, loads or styles from elsewhere (R4,
/// 2.4.3.2, txt-1), with something to read or to look at (txt-2).</summary>
internal static class NarrativeCheck
{
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";
    private static readonly XmlBounds Bounds = XmlBounds.Default;

    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "a", "abbr", "acronym", "b", "big", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "dfn", "div", "dl",
        "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "q", "samp", "small", "span", "strong",
        "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "ul", "var", "address", "bdo", "ins", "del", "kbd",
    };

    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "abbr", "accesskey", "align", "alt", "axis", "border", "cellhalign", "cellpadding", "cellspacing", "cellvalign", "char", "charoff",
        "charset", "cite", "class", "colspan", "compact", "coords", "dir", "frame", "headers", "height", "href", "hreflang", "hspace", "id",
        "lang", "longdesc", "name", "nowrap", "rel", "rev", "rowspan", "rules", "scope", "shape", "span", "src", "start", "style",
        "summary", "tabindex", "title", "type", "valign", "value", "vspace", "width", "bgcolor",
    };

    internal static bool IsSafe(string div)
    {
        try
        {
            var root = BoundedXml.Load(Encoding.UTF8.GetBytes(div), Bounds);
            return root.Name == Xhtml + "div" && root.DescendantsAndSelf().All(IsSafe)
                && (!string.IsNullOrWhiteSpace(root.Value) || root.Descendants(Xhtml + "img").Any());
        }
        catch (Exception fault) when (fault is MalformedException or BoundsExceededException)
        {
            return false;
        }
    }

    private static bool IsSafe(XElement element) =>
        element.Name.Namespace == Xhtml && Elements.Contains(element.Name.LocalName) && element.Attributes().All(IsSafe);

    private static bool IsSafe(XAttribute attribute) => attribute switch
    {
        { IsNamespaceDeclaration: true } => true,
        { Name.Namespace.NamespaceName: "http://www.w3.org/XML/1998/namespace" } => attribute.Name.LocalName is "lang" or "space" or "id",
        _ when attribute.Name.Namespace != XNamespace.None || !Attributes.Contains(attribute.Name.LocalName) => false,
        { Name.LocalName: "href" or "src" or "cite" or "longdesc" } => IsSafeAddress(attribute.Value),
        { Name.LocalName: "style" } => !attribute.Value.Contains("url", StringComparison.OrdinalIgnoreCase)
            && !attribute.Value.Contains("expression", StringComparison.OrdinalIgnoreCase)
            && !attribute.Value.Contains('\\', StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>A fragment, a relative address, http(s), mail, telephone or an image in the text itself.</summary>
    private static bool IsSafeAddress(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || address.AsSpan(0, colon).IndexOfAny('/', '#', '?') >= 0
            || address[..colon].ToLowerInvariant() is "http" or "https" or "mailto" or "tel" or "urn"
            || address.StartsWith("data:image/png;base64,", StringComparison.Ordinal)
            || address.StartsWith("data:image/jpeg;base64,", StringComparison.Ordinal)
            || address.StartsWith("data:image/gif;base64,", StringComparison.Ordinal);
    }
}
