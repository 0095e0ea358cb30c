using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Identity.Loading;

/// <summary>How a file is to be loaded.</summary>
/// <param name="Authority">Whose numbers the records carry; its feeder says them.</param>
/// <param name="IsCsv">With a header; else NDJSON of FHIR Patients.</param>
/// <param name="Mapping">CSV columns mapped by hand: field and column.</param>
/// <param name="SaidAt">When it was so at the source: what was fed since is newer, and stays.</param>
/// <param name="Actor">Who loads, for the audit: <c>operator:name</c>.</param>
public sealed record LoadPlan(
    AssigningAuthority Authority, bool IsCsv, IReadOnlyList<(string Field, string Column)> Mapping, DateTimeOffset SaidAt, string Actor)
{
    /// <summary>Transactions at a time.</summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 16);

    /// <summary>Records in a transaction.</summary>
    public int AtOnce { get; init; } = 50;

    /// <summary>When a line said it: each a microsecond after the one before, so that of two of one number the later counts, in every load of the file.</summary>
    public DateTimeOffset SaidAtLine(long line) => SaidAt.AddMicroseconds(line);
}
