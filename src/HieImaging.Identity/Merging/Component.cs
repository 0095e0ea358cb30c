using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Merging;

/// <summary>What a feed said of two sources (A24, A37), as it is kept.</summary>
/// <param name="Linked">One patient; else two.</param>
/// <param name="IsRevoked">As it stood last.</param>
/// <param name="IsOverruled">Stewards have revoked it, and only they give it back. It holds nothing between the two; a merge that it has
/// undone stays undone.</param>
internal sealed record AssertionRow(
    string Id, string Low, string High, bool Linked, DateTimeOffset SaidAt, bool IsRevoked, bool IsOverruled);

/// <summary>
/// All numbers that merges connect with some, and everything that was ever said of them: what <see cref="Settlement"/> is worked out from.
/// </summary>
internal sealed record Component
{
    /// <summary>Id → number, of every number that is known or was named in full.</summary>
    public required IReadOnlyDictionary<string, PatientIdentifier> Numbers { get; init; }

    public required IReadOnlyList<MergeRow> Merges { get; init; }

    public required IReadOnlyList<AssertionRow> Assertions { get; init; }

    /// <summary>The source identities as they stand.</summary>
    public required IReadOnlyDictionary<string, SourceIdentity> Rows { get; init; }

    public required ILookup<string, SourceWords.Kept> Words { get; init; }

    /// <summary>Who revokes an assertion that a later word of the same source has overtaken.</summary>
    public const string LaterWord = "a later word";

    /// <summary>Alone among all who merge numbers of these authorities, and speak of merged ones, to the end of the transaction; taken after
    /// any other lock.</summary>
    public static Task LockAsync(DocumentSession session, IEnumerable<PatientIdentifier> numbers, CancellationToken cancellation) =>
        session.LockAsync(numbers.Select(number => "merging:" + number.Authority.Oid.Text).Distinct(), cancellation);

    /// <summary>Reads it, alone as <see cref="LockAsync"/> says.</summary>
    /// <param name="named">Numbers, by id, from which it goes on.</param>
    public static async Task<Component> LoadAsync(
        DocumentSession session, IReadOnlyDictionary<string, PatientIdentifier> named, CancellationToken cancellation)
    {
        await LockAsync(session, named.Values, cancellation);
        string[] start = [.. named.Keys];
        var merges = await MergeRows.OfComponentAsync(session, start, cancellation);
        string[] all = [.. start.Concat(merges.SelectMany(row => (string[])[row.Event.Subsumed, row.Event.Survivor])).Distinct(StringComparer.Ordinal)];
        var rows = (await session.QueryAsync(
                $"{PersonDocuments.SelectSource} where source.id = any({all})", PersonDocuments.SourceRow, cancellation))
            .ToDictionary(source => source.Id, StringComparer.Ordinal);
        var numbers = new Dictionary<string, PatientIdentifier>(named, StringComparer.Ordinal);
        foreach (var row in rows.Values)
            numbers[row.Id] = PatientIdentifier.Create(AssigningAuthority.Parse(row.Authority), row.Value);
        // a survivor that nobody has registered yet is of the authority of what it survives
        for (var found = 0; found != numbers.Count;)
        {
            found = numbers.Count;
            foreach (var merge in merges)
                if (!numbers.ContainsKey(merge.Event.Survivor) && numbers.TryGetValue(merge.Event.Subsumed, out var subsumed))
                    numbers[merge.Event.Survivor] = PatientIdentifier.Create(subsumed.Authority, merge.Number);
        }
        return new Component
        {
            Numbers = numbers,
            Merges = merges,
            Rows = rows,
            Words = await SourceWords.ReadAsync(session, all, cancellation),
            Assertions = await session.QueryAsync($"""
                select id::text, low, high, kind = 'must', said_at, revoked_at is not null, coalesce(revoked_by, {LaterWord}) <> {LaterWord}
                from identity.assertion where origin = 'feed' and low = any({all}) and high = any({all})
                """,
                row => new AssertionRow(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3),
                    row.GetFieldValue<DateTimeOffset>(4), row.GetBoolean(5), row.GetBoolean(6)),
                cancellation),
        };
    }
}
