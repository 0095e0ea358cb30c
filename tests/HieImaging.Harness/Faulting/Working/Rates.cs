namespace HieImaging.Harness.Faulting.Working;

/// <summary>How much is asked of the exchange, whether or not it keeps up (an open loop).</summary>
/// <param name="Submissions">A second.</param>
/// <param name="Reads">A second.</param>
public sealed record Rates(double Submissions, double Reads)
{
    /// <summary>What the suite asks for: 20 submissions and 30 reads a second.</summary>
    public static Rates Usual { get; } = new(20, 30);

    /// <summary>So many submissions wait for an answer at most; more are not begun while something is down.</summary>
    public int InFlight { get; init; } = 128;

    /// <summary>Of a hundred submissions so many are of a source that does not repeat: unanswered, their outcome stays unknown.</summary>
    public int Impatient { get; init; } = 4;
}
