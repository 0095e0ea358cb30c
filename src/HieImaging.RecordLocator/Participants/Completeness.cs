using System.Globalization;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.RecordLocator.Participants;

/// <summary>
/// What every search answer says of its own completeness: what the index is, and which members' archives do not answer now.
/// It depends on the state of the sources alone, never on what was found: an empty answer and a full one say the same (principle 9).
/// Every search asks: what is told is at most a second old.
/// </summary>
public sealed class Completeness(TimeProvider clock)
{
    private const string Index =
        "This index holds what member facilities have published; that nothing is found is no proof that nothing exists.";

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private volatile Told? _last;

    public async ValueTask<FhirIssue?> NoticeAsync(DocumentSession session, Domain domain, CancellationToken cancellation)
    {
        if (_last is { } last && ReferenceEquals(last.Domain, domain) && clock.GetElapsedTime(last.At) < Kept)
            return last.Notice;
        var told = new Told(domain, clock.GetTimestamp(), await ReadAsync(session, domain, cancellation));
        _last = told;
        return told.Notice;
    }

    private static async Task<FhirIssue> ReadAsync(DocumentSession session, Domain domain, CancellationToken cancellation)
    {
        var down = await session.QueryAsync(
            $"select custodian, min(since) from record_locator.archive_state where not reachable group by custodian order by custodian",
            row => (Custodian: row.GetString(0), Since: row.GetFieldValue<DateTimeOffset>(1)), cancellation);
        var names = down.Select(source => (domain.Participant(source.Custodian)?.Name, source.Since))
            .Where(source => source.Name is not null)
            .Select(source => string.Create(
                CultureInfo.InvariantCulture, $"{source.Name} since {source.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}")).ToList();
        return FhirIssue.Information(names.Count == 0
            ? Index
            : $"{Index} Images cannot be had at the moment from: {string.Join("; ", names)}.");
    }

    private sealed record Told(Domain Domain, long At, FhirIssue Notice);
}
