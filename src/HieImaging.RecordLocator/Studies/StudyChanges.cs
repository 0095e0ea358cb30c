using HieImaging.DocumentStore;

namespace HieImaging.RecordLocator.Studies;

/// <summary>That a registered study is no more what it was: for whoever keeps for a moment what was decided about it. One writer:
/// Registry.</summary>
public static class StudyChanges
{
    private const string Channel = "hie_study";

    public static void Tell(DocumentSession session, string studyInstanceUid) => Announcements.Tell(session, Channel, studyInstanceUid);

    /// <inheritdoc cref="Announcements.ListenAsync"/>
    public static Task ListenAsync(Store store, Action listening, Action<string> changed, CancellationToken cancellation) =>
        Announcements.ListenAsync(store, Channel, listening, changed, cancellation);
}
