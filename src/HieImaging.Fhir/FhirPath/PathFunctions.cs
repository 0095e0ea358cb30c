namespace HieImaging.Fhir.FhirPath;

/// <summary>The functions by name; those that the parser makes nodes of its own for are not among them.</summary>
internal static class PathFunctions
{
    private static readonly Dictionary<string, PathFunction> All = new(StringComparer.Ordinal);

    static PathFunctions()
    {
        ExistenceFunctions.AddTo(All);
        FilteringFunctions.AddTo(All);
        SubsettingFunctions.AddTo(All);
        ConversionFunctions.AddTo(All);
        StringFunctions.AddTo(All);
        MathFunctions.AddTo(All);
        FhirFunctions.AddTo(All);
    }

    internal static PathFunction? Find(string name) => All.GetValueOrDefault(name);
}
