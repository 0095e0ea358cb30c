using System.Xml.Linq;
using HieImaging.Wire.Xml;

namespace HieImaging.Tests.Xds;

/// <summary>
/// The NIST toolkit's metadata files as they go on the wire: the toolkit itself writes ebRIM 2.1's or its own spelling to ebRIM 3.0 before it sends,
/// gives associations their ids and puts a SubmissionSet.uniqueId in the place of the symbol.
/// </summary>
internal static class ToolkitMetadata
{
    private static readonly XNamespace Rim = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0";
    private static readonly XNamespace Lcm = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0";

    /// <summary>The file's SubmitObjectsRequest in ebRIM 3.0; null where the file has none, or is no XML (one has a comment inside a tag).</summary>
    public static XElement? Load(string file)
    {
        if (file.EndsWith(Path.Combine("ids_2018-4801a", "metadata.xml"), StringComparison.Ordinal))
            return null;
        return Parse(File.ReadAllBytes(file));
    }

    /// <summary>The SubmitObjectsRequest of a file's bytes.</summary>
    public static XElement? Parse(byte[] xml)
    {
        var root = BoundedXml.Load(xml.AsMemory());
        return root.DescendantsAndSelf().FirstOrDefault(e => e.Name.LocalName == "SubmitObjectsRequest") is { } request ? Renamed(request) : null;
    }

    /// <summary>Gives what the toolkit writes symbols for: ids that are OIDs.</summary>
    public static XElement WithUniqueIds(XElement request, Func<string> newOid)
    {
        foreach (var identifier in request.Descendants(Rim + "ExternalIdentifier"))
            if (identifier.Element(Rim + "Name")?.Element(Rim + "LocalizedString")?.Attribute("value")?.Value.EndsWith(".uniqueId", StringComparison.Ordinal) == true
                && identifier.Attribute("value")!.Value is var value && (value.Length == 0 || !char.IsAsciiDigit(value[0])))
                identifier.SetAttributeValue("value", newOid());
        return request;
    }

    private static XElement Renamed(XElement element)
    {
        var name = element.Name.LocalName switch
        {
            "SubmitObjectsRequest" => Lcm + "SubmitObjectsRequest",
            "LeafRegistryObjectList" => Rim + "RegistryObjectList",
            var other => Rim + other,
        };
        var attributes = element.Attributes().Where(a => !a.IsNamespaceDeclaration).Select(a => new XAttribute(a.Name, Value(a))).ToList();
        if (name.LocalName == "Association" && element.Attribute("id") is null)
            attributes.Add(new XAttribute("id", $"association-{element.ElementsBeforeSelf().Count()}"));
        return new XElement(name, attributes, element.Nodes().Select(n => n is XElement child ? Renamed(child) : n));
    }

    /// <summary>The toolkit fills in what it writes between dollars: a patient, a document that it registered before.</summary>
    private static string Value(XAttribute attribute) => attribute.Value switch
    {
        ['$', .., '$'] symbol when symbol.Contains("uuid", StringComparison.Ordinal) => "urn:uuid:20744602-ba65-44e9-87ee-a52303a5183e",
        "patient_id" or "$patientid$" or "$patient_id$" or "$altpatientid$" => "1^^^&1.3.6.1.4.1.21367.2005.3.7&ISO",
        "HasMember" => "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember",
        "RPLC" or "APND" or "XFRM" or "XFRM_RPLC" => "urn:ihe:iti:2007:AssociationType:" + attribute.Value,
        var text => text,
    };
}
