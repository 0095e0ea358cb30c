using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Xml;

/// <summary>Ends the reading of XML that is well-formed and no resource; it does not leave <see cref="FhirXml"/>.</summary>
internal sealed class XmlShapeException(FhirIssue issue) : Exception(issue.Diagnostics)
{
    internal FhirIssue Issue => issue;
}
