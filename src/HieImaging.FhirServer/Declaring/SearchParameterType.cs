namespace HieImaging.FhirServer.Declaring;

/// <summary>http://hl7.org/fhir/search-param-type, as far as parameters of this exchange go.</summary>
public enum SearchParameterType
{
    Token,
    Reference,
    Date,
    String,
}
