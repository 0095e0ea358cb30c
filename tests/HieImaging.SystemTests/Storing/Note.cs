namespace HieImaging.SystemTests.Storing;

/// <summary>A small document.</summary>
public sealed record Note(string Id, int Version, string? Title)
{
    public static Note New(string? title = "first") => new("n-" + Guid.NewGuid().ToString("N"), 1, title);
}
