using System.Xml.Linq;

namespace HieImaging.Xds.Vocabulary;

/// <summary>The namespaces of XDS.b (ITI TF-2 Appendix V, TF-3 4.2).</summary>
public static class Ns
{
    public static readonly XNamespace Envelope = "http://www.w3.org/2003/05/soap-envelope";
    public static readonly XNamespace Envelope11 = "http://schemas.xmlsoap.org/soap/envelope/";
    public static readonly XNamespace Addressing = "http://www.w3.org/2005/08/addressing";
    public static readonly XNamespace Xop = "http://www.w3.org/2004/08/xop/include";
    public static readonly XNamespace Security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

    public static readonly XNamespace Xdsb = "urn:ihe:iti:xds-b:2007";
    public static readonly XNamespace Rad = "urn:ihe:rad:xdsi-b:2009";
    public static readonly XNamespace Rim = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0";
    public static readonly XNamespace Rs = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0";
    public static readonly XNamespace Lcm = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0";
    public static readonly XNamespace Query = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0";
}
