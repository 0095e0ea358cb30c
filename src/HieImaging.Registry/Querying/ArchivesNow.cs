using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;

namespace HieImaging.Registry.Querying;

/// <summary>Whether images can be had now: an archive is registered for their location, and it answers.</summary>
internal sealed class ArchivesNow(Domain domain, IReadOnlySet<(string Custodian, string Root)> silent)
{
    public static async Task<ArchivesNow> ReadAsync(DocumentSession session, Domain domain, CancellationToken cancellation) =>
        new(domain, (await session.QueryAsync(
            $"select custodian, location from record_locator.archive_state where not reachable",
            row => (row.GetString(0), row.GetString(1).TrimEnd('/')), cancellation)).ToHashSet());

    /// <param name="location">Null: the custodian's default archive.</param>
    public bool Answers(string custodian, RetrieveLocationUid? location) =>
        domain.ArchiveOf(custodian, location)?.DicomWeb?.TrimEnd('/') is { } root && !silent.Contains((custodian, root));
}
