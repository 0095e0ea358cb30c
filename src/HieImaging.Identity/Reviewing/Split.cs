using HieImaging.DocumentStore;
using Npgsql;

namespace HieImaging.Identity.Reviewing;

/// <summary>A link decision after which sources that had been one person were two.</summary>
/// <param name="Decision">Its number.</param>
/// <param name="Since">When they had become one.</param>
/// <param name="One">Those that went, or stayed, by this decision.</param>
/// <param name="Other">Those from whom they were parted.</param>
/// <param name="Persons">Ids under which they answered meanwhile.</param>
/// <param name="Actor">Who parted them, where that is known.</param>
public sealed record Split(
    long Decision, DateTimeOffset Since, DateTimeOffset Until, string[] One, string[] Other, string[] Persons, string? Actor);

/// <summary>How splits are read out of the append-only list of decisions.</summary>
internal static class SplitSql
{
    /// <summary>
    /// Each of one side and each of the other had been together since the first of the unbroken row of decisions that name both; the
    /// earliest of these is when the one could be seen through the other.
    /// </summary>
    /// <param name="which">Over alias <c>parted</c> of identity.link_decision.</param>
    public static SqlFragment All(SqlFragment which) => $"""
        select decision, since, until, one, other, persons, actor from (
            select parted.seq as decision, least(spell.since, parted.decided_at) as since, parted.decided_at as until,
                   parted.sources as one, parted.parted_from as other, spell.persons, parted.actor
            from identity.link_decision parted
            cross join lateral (
                select min(whole.decided_at) as since, array_agg(distinct whole.person_id) as persons
                from unnest(parted.sources) as mine (id) cross join unnest(parted.parted_from) as theirs (id)
                join identity.link_decision whole on whole.sources @> array[mine.id, theirs.id] and whole.seq < parted.seq
                where whole.seq > coalesce((
                    select max(apart.seq) from identity.link_decision apart
                    where apart.sources @> array[mine.id] and not apart.sources @> array[theirs.id] and apart.seq < parted.seq
                      and apart.decided_at <> parted.decided_at), 0)) spell
            where parted.parted_from is not null and spell.since is not null and {which}) split
        """;

    public static Split Row(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<string[]>(3),
        row.GetFieldValue<string[]>(4), row.GetFieldValue<string[]>(5), row.IsDBNull(6) ? null : row.GetString(6));
}
