namespace HieImaging.Fhir.FhirPath;

/// <summary>What an expression can name beside the elements.</summary>
internal enum PathVariable
{
    Resource,
    RootResource,
    Context,
    Index,
    Total,
}
