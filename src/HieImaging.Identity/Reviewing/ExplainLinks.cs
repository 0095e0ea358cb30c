using HieImaging.DocumentStore;
using HieImaging.Identity.Candidates;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Audit;

namespace HieImaging.Identity.Reviewing;

/// <summary>Works out anew why two source identities are one person or not, by the functions that linking uses, and reads what was asserted
/// and decided.</summary>
public sealed class ExplainLinks(Store store, LinkingContext linking)
{
    private const int MostChanges = 20;

    /// <summary>Null where one of them is not to be seen, or is not there.</summary>
    public async Task<LinkExplanation?> RunAsync(Steward steward, ReviewKey key, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        var seen = await ReviewItems.AreSeenAsync(session, steward, key, cancellation);
        var explained = seen ? await ReadAsync(session, steward, key, cancellation) : null;
        foreach (var source in (string[])[key.Low, key.High])
            AuditTrail.Append(session, steward.Record with
            {
                Patient = seen ? source : null, Entity = seen ? ReviewItems.EntityOf(key) : null,
                Outcome = seen ? AuditOutcome.Success : AuditOutcome.Refused, Code = seen ? null : ReviewRefusal.NotFound.Code,
            });
        await session.SaveChangesAsync(cancellation);
        return explained;
    }

    private async Task<LinkExplanation> ReadAsync(
        DocumentSession session, Steward steward, ReviewKey key, CancellationToken cancellation)
    {
        string[] both = [key.Low, key.High];
        var batch = session.CreateBatchQuery();
        var sources = batch.Query(
            $"{PersonDocuments.SelectSource} where source.id = any({both}) order by source.id", PersonDocuments.SourceRow);
        var persons = batch.Query(
            $"select distinct person_id from record_locator.person_link where source_id = any({both})", row => row.GetString(0));
        var assertions = batch.Query($"""
            select kind = 'must', origin, actor, reason, said_at, revoked_at, revoked_by from identity.assertion
            where low = {key.Low} and high = {key.High} order by said_at desc, id desc
            """, row => new ExplainedAssertion(
                row.GetBoolean(0), row.GetString(1), row.GetString(2), Text(row, 3), row.GetFieldValue<DateTimeOffset>(4),
                row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5), Text(row, 6)));
        var changes = batch.Query($"""
            select seq, decided_at, verb, rule, model, actor from identity.link_decision
            where sources && {both} and (sources @> {both} or parted_from && {both}) order by seq desc limit {MostChanges}
            """, row => new ExplainedChange(
                row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), Text(row, 4), Text(row, 5)));
        var reviews = batch.Query($"""
            {ReviewRows.Select(TimeSpan.Zero)} where item.low = {key.Low} and item.high = {key.High} order by item.kind
            """, ReviewRows.Row);
        await batch.ExecuteAsync(cancellation);

        var known = await sources;
        var one = (await persons).Count == 1;
        return new LinkExplanation
        {
            A = key.Low, B = key.High, IsOnePerson = one, Way = one ? await WayAsync(session, steward, key, cancellation) : [],
            Records = known.All(Known.IsMatched)
                ? linking.Decide()(PatientDemographics.Of(known[0]), PatientDemographics.Of(known[1]))
                : null,
            Population = linking.Options.Population, Assertions = await assertions, Changes = await changes, Reviews = await reviews,
        };
    }

    // By links, assertions and merges; each of them can be asked for, and so none leads over what the steward may not see.
    private static async Task<IReadOnlyList<string>> WayAsync(
        DocumentSession session, Steward steward, ReviewKey key, CancellationToken cancellation) =>
        ShortestWay.Of(await session.QueryAsync($"""
            with member as (
                select source.id from record_locator.person_link link
                join record_locator.source_identity source on source.id = link.source_id and ({steward.Visible})
                where link.person_id = (select person_id from record_locator.person_link where source_id = {key.Low}))
            select low, high from identity.pair
                where verdict = 'link' and low in (select id from member) and high in (select id from member)
            union select low, high from identity.assertion
                where kind = 'must' and revoked_at is null and low in (select id from member) and high in (select id from member)
            union select id, survivor_id from record_locator.source_identity
                where survivor_id in (select id from member) and id in (select id from member)
            """, row => (row.GetString(0), row.GetString(1)), cancellation), key.Low, key.High);

    private static string? Text(Npgsql.NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
