namespace HieImaging.Fhir.FhirPath;

/// <summary>What an expression says as a condition: FHIRPath has three truths, and an evaluation can come to none.</summary>
internal enum PathTruth
{
    Empty,
    False,
    True,

    /// <summary>No answer: too costly, or one item was expected and there were more (<see cref="PathScope.Fault"/>).</summary>
    Failed,
}
