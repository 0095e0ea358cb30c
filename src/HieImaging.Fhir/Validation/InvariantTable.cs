using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Validation;

/// <summary>The invariants of R4's definitions out of <c>profiles/r4/invariants.txt</c>, by the path of the element that declares
/// them.</summary>
internal static class InvariantTable
{
    private const string Table = "r4-invariants.txt";

    private static readonly Lazy<Dictionary<string, Invariant[]>> ByPath = new(Read);

    /// <summary>Of <c>Period</c>, <c>Patient.contact</c>, <c>RiskAssessment.prediction.probability[x]</c>; none where nothing is
    /// declared.</summary>
    internal static IReadOnlyList<Invariant> At(string path) => ByPath.Value.GetValueOrDefault(path) ?? [];

    /// <summary>All of them, for the test that each is understood.</summary>
    internal static IEnumerable<(string Path, Invariant Invariant)> All =>
        ByPath.Value.SelectMany(pair => pair.Value.Select(one => (pair.Key, one)));

    private static Dictionary<string, Invariant[]> Read()
    {
        using var stream = typeof(InvariantTable).Assembly.GetManifestResourceStream(Table)
            ?? throw new InvalidOperationException($"{Table} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .GroupBy(words => words[0], Parse, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    private static Invariant Parse(string[] words) => words[2] switch
    {
        "error" => new(words[1], IssueSeverity.Error, words[3], words[4]),
        "practice" => new(words[1], IssueSeverity.Warning, words[3], words[4] + " (best practice)"),
        _ => new(words[1], IssueSeverity.Warning, words[3], words[4]),
    };
}
