using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Keeping;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Reviewing;

/// <summary>A record that another patient was written over: what is held back of it, and what a steward makes of it.</summary>
internal static class HeldRecord
{
    /// <summary>The Patient that is held back; null where none is.</summary>
    public static async Task<byte[]?> AsideAsync(DocumentSession session, string source, CancellationToken cancellation)
    {
        if (await NumberOfAsync(session, source, cancellation) is not { } number)
            return null;
        var words = (await SourceWords.ReadAsync(session, [source], cancellation))[source];
        return SourceStanding.Of(words.Select(kept => kept.Of(source, number, number))).Aside?.Patient;
    }

    /// <summary>The word that was kept aside counts, or counts for nothing: an entry among all that was said of the number.</summary>
    /// <returns>Whom it concerns.</returns>
    public static async Task<IReadOnlyList<string>> DecideAsync(
        DocumentSession session, ResourceIds ids, ReviewVote vote, string source, CancellationToken cancellation) =>
        await FeedSource.DecideOverlayAsync(
            session, ids, source, vote.Choice == ReviewChoice.Correction, vote.Steward, cancellation) is { } outcome
            ? outcome.Touched
            : [];

    private static Task<PatientIdentifier?> NumberOfAsync(DocumentSession session, string source, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"{PersonDocuments.SelectSource} where source.id = {source}",
            row => PersonDocuments.SourceRow(row) is var known
                ? PatientIdentifier.Create(AssigningAuthority.Parse(known.Authority), known.Value)
                : (PatientIdentifier?)null,
            cancellation);
}
