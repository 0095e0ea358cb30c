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
    /// For a decision, the latest before it that named one of its sources together with others who are not in it: those they were parted
    /// from. They had been together since the first of the unbroken row of decisions that say so.
    /// </summary>
    /// <param name="which">Over alias <c>parted</c> of identity.link_decision.</param>
    public static SqlFragment All(SqlFragment which) => $"""
        select decision, since, until, one, other, persons, actor from (
            select parted.seq as decision, parted.decided_at as until, parted.sources as one, parted.actor,
                   array(select unnest(before.sources) except select unnest(parted.sources) order by 1) as other, spell.since, spell.persons
            from identity.link_decision parted
            cross join lateral (
                select earlier.sources from identity.link_decision earlier
                where earlier.sources && parted.sources and earlier.seq < parted.seq and earlier.decided_at < parted.decided_at
                order by earlier.seq desc limit 1) before
            cross join lateral (
                select min(whole.decided_at) as since, array_agg(distinct whole.person_id) as persons from identity.link_decision whole
                where whole.sources && parted.sources and whole.seq < parted.seq and whole.verb = 'linked' and not whole.sources <@ parted.sources
                  and whole.seq > coalesce((
                    select max(apart.seq) from identity.link_decision apart
                    where apart.sources && parted.sources and apart.seq < parted.seq and apart.sources <@ parted.sources
                      and apart.decided_at < parted.decided_at), 0)) spell
            where parted.verb in ('linked', 'parted') and not before.sources <@ parted.sources and {which}) split
        where since is not null
        """;

    public static Split Row(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<string[]>(3),
        row.GetFieldValue<string[]>(4), row.GetFieldValue<string[]>(5), row.IsDBNull(6) ? null : row.GetString(6));
}
