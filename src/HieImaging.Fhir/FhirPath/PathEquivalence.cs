namespace HieImaging.Fhir.FhirPath;

/// <summary>When items are as good as equal (FHIRPath N1, 6.1.2): texts without regard to case and white space, decimals as far as the
/// coarser
/// goes, units of calendar and UCUM alike. It is never left open.</summary>
internal static class PathEquivalence
{
    internal static bool Equivalent(in FhirNode one, in FhirNode other) => (one.Kind, other.Kind) switch
    {
        (PathKind.String, PathKind.String) => Plain(one.AsText) == Plain(other.AsText),
        (PathKind.Integer or PathKind.Decimal, PathKind.Integer or PathKind.Decimal) =>
            one.TryNumber(out var number) && other.TryNumber(out var otherNumber) && Close(number, otherNumber),
        (PathKind.Quantity, PathKind.Quantity) when one.AsQuantity is { } quantity && other.AsQuantity is { } otherQuantity =>
            Close(quantity, otherQuantity),
        _ => PathEquality.Equal(one, other) == PathTruth.True,
    };

    /// <summary>Whether each item of the one has its own in the other, in any order; two that are empty are equivalent.</summary>
    internal static bool Equivalent(PathScope scope, ReadOnlySpan<FhirNode> left, ReadOnlySpan<FhirNode> right)
    {
        if (left.Length != right.Length)
            return false;
        var taken = new bool[right.Length];
        foreach (ref readonly var item in left)
        {
            if (!scope.Spend(right.Length))
                return false;
            var place = 0;
            while (place < right.Length && (taken[place] || !Equivalent(item, right[place])))
                place++;
            if (place == right.Length)
                return false;
            taken[place] = true;
        }
        return true;
    }

    private static bool Close(decimal one, decimal other)
    {
        var places = Math.Min(one.Scale, other.Scale);
        return Math.Round(one, places, MidpointRounding.AwayFromZero) == Math.Round(other, places, MidpointRounding.AwayFromZero);
    }

    private static bool Close(PathQuantity one, PathQuantity other)
    {
        if (one.System != other.System)
            return false;
        var (name, factor) = PathUnit.Canonical(one.Unit);
        var (otherName, otherFactor) = PathUnit.Canonical(other.Unit);
        if (name.Replace("month", "mo", StringComparison.Ordinal) != otherName.Replace("month", "mo", StringComparison.Ordinal))
            return false;
        return one.Unit == other.Unit
            ? Close(one.Value, other.Value)
            : Math.Max(Math.Abs(one.Value), Math.Abs(other.Value)) < 1_000_000_000_000m
                && one.Value * factor == other.Value * otherFactor;
    }

    /// <summary>All white space is alike; how much of it there is counts (N1, 6.1.2).</summary>
    private static string Plain(string text) =>
        string.Create(text.Length, text, static (plain, text) =>
        {
            for (var at = 0; at < plain.Length; at++)
                plain[at] = char.IsWhiteSpace(text[at]) ? ' ' : char.ToLowerInvariant(text[at]);
        });
}
