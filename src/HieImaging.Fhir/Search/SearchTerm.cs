namespace HieImaging.Fhir.Search;

/// <summary>One search parameter as asked: <c>patient:Patient.identifier=a,b</c> has the name <c>patient</c>, the modifier <c>Patient</c>,
/// the chain <c>identifier</c> and two values, of which one must hold (R4, 3.1.1.3).</summary>
/// <param name="Name">The parameter's name, without modifier and chain.</param>
/// <param name="Modifier">What stands between <c>:</c> and the chain; null where there is none.</param>
/// <param name="Chain">What follows the first dot; null where there is none.</param>
/// <param name="Values">One to fifty values, not empty, split at commas that are not escaped; escapes inside are still there.</param>
public sealed record SearchTerm(string Name, string? Modifier, string? Chain, IReadOnlyList<string> Values)
{
    /// <summary>A term of that name (<c>name</c>, <c>name:modifier</c>, <c>name:Type.chain</c>), as it stands left of an equals sign, in
    /// a chain or in <c>_has</c>; null where the text is no name.</summary>
    public static SearchTerm? Named(string text, IReadOnlyList<string> values) =>
        SearchName.TryParse(text) is { } name ? new(name.Name, name.Modifier, name.Chain, values) : null;

    /// <summary>The parameter as it stood left of the equals sign.</summary>
    public string Parameter => Name + (Modifier is null ? "" : ":" + Modifier) + (Chain is null ? "" : "." + Chain);
}
