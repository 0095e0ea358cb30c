namespace HieImaging.Harness.Faulting.Checking;

/// <summary>What kind of harm was done.</summary>
public enum Harm
{
    /// <summary>What was acknowledged is not there, or not at every door.</summary>
    Lost,

    /// <summary>What nobody did is there.</summary>
    Phantom,

    /// <summary>What was done once has had its effect twice.</summary>
    Doubled,

    /// <summary>A promise beside these was broken: audit, logs, dead letters, temporary files, derived tables.</summary>
    Other,
}

/// <summary>A property of the checker that does not hold.</summary>
/// <param name="Property">As trust.md section 6 numbers it: <c>C1</c>.</param>
public sealed record Finding(string Property, Harm Harm, string What)
{
    public override string ToString() => $"{Property} {Harm}: {What}";
}
