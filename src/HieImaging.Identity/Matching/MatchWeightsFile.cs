using System.Text.Json;
using System.Text.Json.Serialization;

namespace HieImaging.Identity.Matching;

/// <summary>A model as it stands in <c>profiles/matching</c>: parameters only, never a record.</summary>
internal sealed record MatchWeightsFile
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = null,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required string Model { get; init; }

    /// <summary>How it was made: command, data, date.</summary>
    public required IReadOnlyDictionary<string, string> Made { get; init; }

    /// <summary>How often each level is seen of two records of one person.</summary>
    public required IReadOnlyDictionary<MatchField, IReadOnlyList<double>> Same { get; init; }

    /// <summary>… and of two records taken by chance.</summary>
    public required IReadOnlyDictionary<MatchField, IReadOnlyList<double>> Unrelated { get; init; }

    /// <summary>… and of relatives, in the fields that the relation does not explain.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<MatchField, IReadOnlyList<double>>> Relations { get; init; }

    public required Guards Guards { get; init; }

    public required NameFrequencies Frequencies { get; init; }

    /// <summary>As it is written.</summary>
    public string Text() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>What is wrong with it, or null.</summary>
    public string? Problem()
    {
        foreach (var (table, name) in new[] { (Same, "same"), (Unrelated, "unrelated") })
            foreach (var field in Enum.GetValues<MatchField>())
                if (!table.TryGetValue(field, out var levels) || levels.Count != Levels.Of(field).Count || levels.Any(level => level is not (> 0 and < 1)))
                    return $"{name}.{field}: {Levels.Of(field).Count} shares between 0 and 1 are expected.";
        foreach (var (relation, table) in Relations)
            foreach (var (field, levels) in table)
                if (levels.Count != Levels.Of(field).Count || levels.Any(level => level is not (> 0 and < 1)))
                    return $"relations.{relation}.{field}: {Levels.Of(field).Count} shares between 0 and 1 are expected.";
        if (!(Guards.ReviewBelowCut >= 0))
            return "guards.reviewBelowCut: what would be linked is for a human at least; 0 or more is expected.";
        return null;
    }
}

/// <summary>How often names occur in the model's population; what is rarer than the floor counts as the floor.</summary>
internal sealed record NameFrequencies
{
    public required double Floor { get; init; }
    public required IReadOnlyDictionary<string, double> Given { get; init; }
    public required IReadOnlyDictionary<string, double> Family { get; init; }
}

/// <summary>Where the guards of the full decision stand, in bits.</summary>
/// <param name="Margin">By how much the same person has to be likelier than every relation.</param>
/// <param name="HouseholdMost">The most that address and telephone speak for a person: relatives share them.</param>
/// <param name="HouseholdLeast">The most that they speak against one: people move.</param>
/// <param name="ReviewBelowCut">How far below the cut a pair is still shown to a human.</param>
internal sealed record Guards(double Margin, double HouseholdMost, double HouseholdLeast, double ReviewBelowCut);

/// <summary>Bits for the same person over a relation, by field and level; a field without any is explained by the relation.</summary>
internal sealed record Relation(string Name, double[][] Bits);
