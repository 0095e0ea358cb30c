namespace HieImaging.Fhir.Xml;

/// <summary>The namespaces of FHIR's XML, and what is an attribute in it.</summary>
internal static class XmlNames
{
    internal const string Fhir = "http://hl7.org/fhir";
    internal const string Xhtml = "http://www.w3.org/1999/xhtml";
    internal const string Declarations = "http://www.w3.org/2000/xmlns/";
    internal const string Xml = "http://www.w3.org/XML/1998/namespace";
    internal const string Schema = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The id of an element and the url of an extension; that of a resource is an element (R4, 2.6.1).</summary>
    internal static bool IsAttribute(string type, bool isResource, string name) =>
        name == "id" ? !isResource : name == "url" && type == "Extension";
}
