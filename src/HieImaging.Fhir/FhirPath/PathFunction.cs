namespace HieImaging.Fhir.FhirPath;

/// <summary>A function of FHIRPath.</summary>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
/// <param name="Body">Adds its items to the output.</param>
/// <param name="BindsThis">Whether its arguments are evaluated for each item of the input as <c>$this</c>.</param>
internal sealed record PathFunction(int Least, int Most, PathFunctionBody Body, bool BindsThis = false);
