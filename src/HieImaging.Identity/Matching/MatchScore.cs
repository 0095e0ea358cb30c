namespace HieImaging.Identity.Matching;

/// <summary>What speaks for one person in two records: log2 of how much likelier they are of one than of two taken by chance. Before the
/// guards.</summary>
internal readonly struct MatchScore
{
    private const double AddressLeast = -8;

    private readonly double[] _bits;

    private MatchScore(Levels levels, double[] bits)
    {
        (Levels, _bits) = (levels, bits);
        foreach (var field in bits)
            Bits += field;
    }

    public double Bits { get; }

    public Levels Levels { get; }

    public double this[MatchField field] => _bits[(int)field];

    /// <summary>Bits of all parts of the address.</summary>
    public double Address
    {
        get
        {
            var sum = 0.0;
            for (var part = MatchField.Line; part <= MatchField.PostalCode; part++)
                sum += this[part];
            return sum;
        }
    }

    /// <summary>The waterfall: every field that both records speak of.</summary>
    public IReadOnlyList<FieldBits> ByField
    {
        get
        {
            var (levels, bits) = (Levels, _bits);
            return bits is null ? [] : [.. Enum.GetValues<MatchField>().Where(one => levels[one] != Levels.Missing)
                .Select(one => new FieldBits(one, Levels.Of(one)[levels[one]], bits[(int)one]))];
        }
    }

    /// <summary>Symmetric.</summary>
    public static MatchScore Of(MatchWeights weights, Comparable a, Comparable b)
    {
        var levels = Levels.Of(a, b);
        var bits = new double[Levels.Fields];
        for (var field = 0; field < bits.Length; field++)
            bits[field] = weights.Of((MatchField)field, levels[(MatchField)field]);
        if (levels.Given == NameComparison.Exact)
            bits[(int)MatchField.Given] = weights.EqualGiven(a.Given.Words[0] == b.Given.Words[0] ? a.Given.Words[0] : a.Given.Joined);
        if (levels.Family == NameComparison.Exact && a.Family.Joined == b.Family.Joined)
            bits[(int)MatchField.Family] = weights.EqualFamily(a.Family.Joined);
        Moved(bits);
        return new MatchScore(levels, bits);
    }

    // Who moves changes street, house, city and code at once: that is one difference, not five.
    private static void Moved(double[] bits)
    {
        var address = bits.AsSpan((int)MatchField.Line, MatchField.PostalCode - MatchField.Line + 1);
        var sum = 0.0;
        foreach (var part in address)
            sum += part;
        if (sum < AddressLeast)
            foreach (ref var part in address)
                part *= AddressLeast / sum;
    }
}

/// <summary>One line of a waterfall: the field, its level in words, its bits. No value of the records.</summary>
internal sealed record FieldBits(MatchField Field, string Level, double Bits);
