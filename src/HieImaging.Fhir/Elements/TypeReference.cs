namespace HieImaging.Fhir.Elements;

/// <summary>A type of an element and, for a Reference or a canonical, the resource types that it may refer to.</summary>
/// <param name="Name">The type: <c>Reference</c>.</param>
/// <param name="Targets">Resource types; empty: any.</param>
internal sealed record TypeReference(string Name, IReadOnlyList<string> Targets)
{
    /// <summary>From <c>Reference(Patient|Group)</c> or a bare name.</summary>
    internal static TypeReference Parse(string word)
    {
        var open = word.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? new(word, []) : new(word[..open], word[(open + 1)..^1].Split('|'));
    }
}
