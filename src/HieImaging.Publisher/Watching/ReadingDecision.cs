using HieImaging.Publisher.Reading;

namespace HieImaging.Publisher.Watching;

/// <summary>
/// Whether what an archive tells of a study is believed: one that breaks off, or has lost a disk for a while, must not empty it. Pure.
/// </summary>
internal static class ReadingDecision
{
    /// <param name="counted">Instances that the archive's list counts; null: it does not say.</param>
    /// <param name="doubted">The set that was not believed last time: the same twice is.</param>
    public static bool IsBelieved(int? counted, InstanceSet read, string? doubted) =>
        read.Count == 0 ? counted == 0 : counted is null || counted == read.Count || doubted == read.Digest;
}
