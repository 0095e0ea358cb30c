namespace HieImaging.Publisher.Keeping;

/// <summary>How a study of the archive was when it was last read, and all of it was published.</summary>
/// <param name="Look">What the archive's list said of it (a digest).</param>
/// <param name="Instances">Which instances it had (a digest of the set).</param>
/// <param name="ReadAt">When its instances were last compared.</param>
internal sealed record WatchedStudy(string Study, string Look, string Instances, DateTimeOffset ReadAt);
