namespace HieImaging.Harness.Faulting.Checking;

/// <summary>What the checker found, and how much it looked at.</summary>
/// <param name="Operations">Operations that were acknowledged.</param>
/// <param name="Refused">Operations that were refused.</param>
/// <param name="Open">Operations whose outcome nobody was told.</param>
/// <param name="Reads">Reads that were answered.</param>
public sealed record Verdict(int Operations, int Refused, int Open, int Reads, IReadOnlyList<Finding> Findings)
{
    public bool Holds => Findings.Count == 0;

    public int Count(Harm harm) => Findings.Count(one => one.Harm == harm);

    /// <summary><c>lost=0 phantom=0 doubled=0 other=0</c>.</summary>
    public override string ToString() =>
        $"lost={Count(Harm.Lost)} phantom={Count(Harm.Phantom)} doubled={Count(Harm.Doubled)} other={Count(Harm.Other)}";
}
