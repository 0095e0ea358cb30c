using System.Collections.Frozen;
using System.Text.Json;

namespace HieImaging.Identity.Matching;

/// <summary>A model: what each level of each field weighs, how often names occur, what relatives have in common, and where the guards stand. Made by
/// training, numbered, never changed: a decision names the one that it was taken by.</summary>
internal sealed record MatchWeights
{
    private static readonly Lazy<MatchWeights> Embedded = new(() =>
    {
        using var file = typeof(MatchWeights).Assembly.GetManifestResourceStream("matching-shipped.json")!;
        return Of(JsonSerializer.Deserialize<MatchWeightsFile>(file, MatchWeightsFile.Json)!);
    });

    private readonly double[][] _bits;
    private readonly FrozenDictionary<string, double> _given, _family;
    private readonly string[] _names;

    private MatchWeights(MatchWeightsFile file)
    {
        File = file;
        _bits = [.. Enum.GetValues<MatchField>().Select(field => Bits(file.Same[field], file.Unrelated[field]))];
        (_given, _family) = (Frozen(file.Frequencies.Given), Frozen(file.Frequencies.Family));
        _names = [.. file.Frequencies.Given.Keys.Concat(GivenVariants.All).Concat(RarerGivenNames.All).Distinct(StringComparer.Ordinal)];
        Relations = [.. file.Relations.Select(relation => new Relation(
            relation.Key, [.. Enum.GetValues<MatchField>().Select(field => relation.Value.TryGetValue(field, out var levels) ? Bits(file.Same[field], levels) : [])]))];
    }

    /// <summary>The model that comes with the node (<c>profiles/matching/shipped.json</c>).</summary>
    public static MatchWeights Shipped => Embedded.Value;

    /// <summary>The model's name, as decisions record it.</summary>
    public string Model => File.Model;

    public MatchWeightsFile File { get; }

    /// <summary>Bits for the same person over each relation, by the fields that the relation does not explain.</summary>
    public IReadOnlyList<Relation> Relations { get; }

    public Guards Guards => File.Guards;

    /// <exception cref="InvalidDataException">The file is no model; says what is wrong.</exception>
    public static MatchWeights Load(string path)
    {
        try
        {
            return Of(JsonSerializer.Deserialize<MatchWeightsFile>(System.IO.File.ReadAllBytes(path), MatchWeightsFile.Json)
                ?? throw new InvalidDataException("The file is empty."));
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"The file is no model: {wrong.Message}", wrong);
        }
    }

    /// <exception cref="InvalidDataException">A field lacks a level.</exception>
    public static MatchWeights Of(MatchWeightsFile file) =>
        file.Problem() is { } problem ? throw new InvalidDataException(problem) : new MatchWeights(file);

    /// <summary>log2 of same over unrelated at a level; 0 where one side says nothing.</summary>
    public double Of(MatchField field, byte level) => level == Levels.Missing ? 0 : _bits[(int)field][level];

    /// <summary>Whether a given name is known for one: two that are and differ by a letter are two names, not a slip.</summary>
    public bool IsGiven(string name) => _given.ContainsKey(name) || GivenVariants.Knows(name) || RarerGivenNames.All.Contains(name);

    /// <summary>Whether a word is a family name that many have.</summary>
    public bool IsFamily(string name) => _family.ContainsKey(name);

    /// <summary>Whether a name that nobody has is so near to another one that many have: of twins Anna and Hanna, whose is Hana?</summary>
    public bool IsNearToAnother(string unknown, string name, int edits) => IsNear(File.Frequencies.Given.Keys, unknown, name, edits);

    /// <summary>The same, however few have the other.</summary>
    public bool IsNearToAny(string unknown, string name, int edits) => IsNear(_names, unknown, name, edits);

    /// <summary>Bits of an equal given name by how often it occurs.</summary>
    public double EqualGiven(string name) => Equal(MatchField.Given, _given, name);

    public double EqualFamily(string name) => Equal(MatchField.Family, _family, name);

    private static bool IsNear(IEnumerable<string> names, string unknown, string name, int edits)
    {
        foreach (var other in names)
            if (Math.Abs(other.Length - unknown.Length) <= edits && other != name && EditDistance.Between(unknown, other, edits) <= edits)
                return true;
        return false;
    }

    // Frequencies are the model's, never live; below the floor a name is as rare as the floor, so that a typing slip carries no link.
    private double Equal(MatchField field, FrozenDictionary<string, double> frequencies, string name)
    {
        var usual = File.Unrelated[field][0];
        var often = Math.Max(frequencies.GetValueOrDefault(name, usual), Math.Min(usual, File.Frequencies.Floor));
        return Math.Log2(File.Same[field][0] / often);
    }

    private static double[] Bits(IReadOnlyList<double> same, IReadOnlyList<double> other) =>
        [.. same.Zip(other, (one, two) => Math.Log2(one / two))];

    private static FrozenDictionary<string, double> Frozen(IReadOnlyDictionary<string, double> names) =>
        names.ToFrozenDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
