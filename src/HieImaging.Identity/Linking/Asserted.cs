using HieImaging.DocumentStore;
using Npgsql;

namespace HieImaging.Identity.Linking;

/// <summary>What a source (A24, A37) or a steward holds of two source identities, whatever the records say: one person, or never.</summary>
internal sealed record Asserted(string Low, string High, bool Must, DateTimeOffset SaidAt)
{
    /// <summary>Stewards decided so.</summary>
    public bool IsStewards { get; init; }

    /// <summary>The columns that <see cref="Row"/> reads, of those that hold, from alias <c>assertion</c>.</summary>
    public static SqlFragment Select { get; } = SqlFragment.Raw("""
        select assertion.low, assertion.high, assertion.kind = 'must', assertion.said_at, assertion.origin = 'steward'
        from identity.assertion assertion
        where assertion.revoked_at is null and

        """);

    public static Asserted Row(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetFieldValue<DateTimeOffset>(3)) { IsStewards = row.GetBoolean(4) };

    /// <summary>
    /// Of several about the same two the one that holds: that stewards parted them; else the last one said, of one instant the cannot. Those
    /// whom stewards parted come first, the others in the order in which they were said.
    /// </summary>
    public static IReadOnlyList<StandingAssertion> Standing(IEnumerable<Asserted> all) =>
    [
        .. all.GroupBy(one => (one.Low, one.High)).Select(Holding)
            .OrderBy(one => one.Holds is not { IsStewards: true, Must: false })
            .ThenBy(one => one.Holds.SaidAt).ThenBy(one => one.Holds.Must)
            .ThenBy(one => one.Holds.Low, StringComparer.Ordinal).ThenBy(one => one.Holds.High, StringComparer.Ordinal),
    ];

    private static StandingAssertion Holding(IEnumerable<Asserted> same)
    {
        var ordered = same.OrderByDescending(one => one.SaidAt).ThenBy(one => one.Must).ToList();
        var last = ordered[0];
        var parted = ordered.Find(one => one is { IsStewards: true, Must: false });
        var disputed = parted is not null ? last.Must : !last.Must && ordered.Exists(one => one.IsStewards);
        return new StandingAssertion(parted ?? last, disputed);
    }
}

/// <summary>What holds of two source identities among all that is asserted of them.</summary>
/// <param name="IsDisputed">A source has said the opposite since stewards decided: they are told.</param>
internal readonly record struct StandingAssertion(Asserted Holds, bool IsDisputed);
