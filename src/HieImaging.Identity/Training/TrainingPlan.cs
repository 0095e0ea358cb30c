namespace HieImaging.Identity.Training;

/// <summary>How a model is trained.</summary>
/// <param name="Name">The new model's name: decisions record it, so it is never used twice.</param>
/// <param name="Command">As the file is to tell it.</param>
/// <param name="Date">yyyy-MM-dd.</param>
public sealed record TrainingPlan(string Name, string Command, string Date)
{
    /// <summary>Records that are read at most.</summary>
    public int Records { get; init; } = 200_000;

    /// <summary>Fewer say nothing.</summary>
    public int Fewest { get; init; } = 1_000;

    /// <summary>Of the pairs that are drawn by chance.</summary>
    public int Seed { get; init; } = 1;
}
