using HieImaging.DocumentStore;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Keeping;
using HieImaging.Identity.Merging;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.Identity.Reviewing;

/// <summary>A record that another patient was written over: what is held back of it, and what a steward makes of it.</summary>
internal static class HeldRecord
{
    /// <summary>The Patient that is held back; null where none is.</summary>
    public static async Task<byte[]?> AsideAsync(DocumentSession session, string source, CancellationToken cancellation) =>
        (await KnownNumbers.ReadAsync(session, [source], cancellation)).TryGetValue(source, out var number)
            ? (await StandingOfNumber.ReadAsync(session, source, number, cancellation)).Aside?.Patient
            : null;

    /// <summary>Nothing is said under its old numbers until the transaction ends; nor under its own, whose lock the session has.</summary>
    public static async Task LockAsync(DocumentSession session, string source, CancellationToken cancellation) =>
        await Component.LockAsync(session, (await KnownNumbers.ReadAsync(session, [source], cancellation)).Values, cancellation);

    /// <summary>The word that was kept aside counts, or counts for nothing: an entry among all that was said of the number.</summary>
    /// <returns>Whom it concerns.</returns>
    public static async Task<IReadOnlyList<string>> DecideAsync(
        DocumentSession session, ResourceIds ids, ReviewVote vote, string source, CancellationToken cancellation) =>
        await FeedSource.DecideOverlayAsync(
            session, ids, source, vote.Choice == ReviewChoice.Correction, vote.Steward, cancellation) is { } outcome
            ? outcome.Touched
            : [];
}
