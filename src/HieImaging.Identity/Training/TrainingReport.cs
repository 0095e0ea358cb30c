namespace HieImaging.Identity.Training;

/// <summary>What training came to.</summary>
public abstract record TrainingReport
{
    private TrainingReport() { }

    /// <summary>The store has not enough records to learn from.</summary>
    public sealed record TooFew(int Records, int Fewest) : TrainingReport;

    /// <summary>New weights.</summary>
    /// <param name="File">The model as it would stand in <c>profiles/matching</c>.</param>
    /// <param name="Records">How many records taught it.</param>
    /// <param name="Weights">Old and new bits, a line a level.</param>
    /// <param name="Changes">Stored pairs whose verdict would be another: <c>link -&gt; review</c>, how many.</param>
    public sealed record Trained(string File, int Records, IReadOnlyList<string> Weights, IReadOnlyDictionary<string, int> Changes)
        : TrainingReport;
}
