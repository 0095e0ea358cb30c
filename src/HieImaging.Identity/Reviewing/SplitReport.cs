using HieImaging.AffinityDomain.Transactions;
using HieImaging.Trust.Audit;

namespace HieImaging.Identity.Reviewing;

/// <summary>Who saw what through a link that has come to an end (identity.md 10): disclosures of one side to whoever asked for the
/// other.</summary>
/// <param name="Decision">Number of the link decision that parted them.</param>
/// <param name="Since">When they had become one person.</param>
/// <param name="Until">When they were parted.</param>
/// <param name="One">The source identities of the one side.</param>
/// <param name="Other">Those of the other.</param>
/// <param name="Seen">In the order of time.</param>
/// <param name="IsWhole">False: there were more records than are read at once.</param>
public sealed record SplitReport(
    long Decision, DateTimeOffset Since, DateTimeOffset Until, IReadOnlyList<string> One, IReadOnlyList<string> Other,
    IReadOnlyList<SeenThroughLink> Seen, bool IsWhole)
{
    /// <summary>A record is as old as the work that showed something, and a decision as the work that made it: either may have ended later.
    /// So long before and after what can have been seen through the link alone is told too.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <param name="records">What the audit trail has of both sides and of their person between the two instants and a margin around
    /// them, in the order of time.</param>
    /// <param name="isWithin">Whether a record is between the two instants.</param>
    public static IReadOnlyList<SeenThroughLink> Of(
        IReadOnlyList<AuditRecord> records, IReadOnlySet<string> one, IReadOnlySet<string> other, IReadOnlySet<string> persons,
        Func<AuditRecord, bool> isWithin)
    {
        var shown = records.Where(record =>
            record is { Outcome: AuditOutcome.Success, Patient: not null, Action: AuditAction.Read or AuditAction.Query }).ToList();
        // an answer that shows both sides does so through the link, whatever was asked
        var together = shown.Where(record => record.Trace is not null).GroupBy(record => (record.Client, record.Trace))
            .Where(answer => answer.Any(record => one.Contains(record.Patient!)) && answer.Any(record => other.Contains(record.Patient!)))
            .Select(answer => answer.Key).ToHashSet();
        var (seen, led) = (new List<SeenThroughLink>(), new HashSet<string?>(StringComparer.Ordinal));
        foreach (var record in shown)
        {
            var asked = record.Asked?.Split(' ') ?? [];
            var beside = one.Contains(record.Patient!) ? other : one;
            var within = isWithin(record);
            var way = within && persons.Contains(record.Patient!) ? SeenWay.Person
                : within && record.Transaction is ("ITI-83" or "ITI-9") ? SeenWay.CrossReference
                : asked.Any(beside.Contains) && !asked.Contains(record.Patient!) ? SeenWay.Asked
                : together.Contains((record.Client, record.Trace)) ? SeenWay.Together
                : within && record.Action == AuditAction.Read && led.Contains(record.Client) ? SeenWay.Followed
                : (SeenWay?)null;
            if (way is not { } known)
                continue;
            led.Add(record.Client);
            seen.Add(new SeenThroughLink(
                record.Recorded, record.Client, record.Participant, record.Purpose, record.Transaction, record.Patient!, record.StudyInstanceUid,
                record.Custodian, known));
        }
        return seen;
    }
}

/// <summary>One disclosure.</summary>
/// <param name="Patient">The source identity or person that was shown.</param>
public sealed record SeenThroughLink(
    DateTimeOffset At, string? Client, string? Participant, string? Purpose, string Transaction, string Patient, string? StudyInstanceUid,
    string? Custodian, SeenWay Way);

/// <summary>How it was seen through the link.</summary>
public enum SeenWay
{
    /// <summary>The one side's data, asked for by the other side's number.</summary>
    Asked,

    /// <summary>Data of both sides in one answer.</summary>
    Together,

    /// <summary>The person who was both.</summary>
    Person,

    /// <summary>The other side's numbers.</summary>
    CrossReference,

    /// <summary>Read afterwards by a client that had been led there.</summary>
    Followed,
}
