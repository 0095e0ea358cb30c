using HieImaging.Bench.Measuring;
using HieImaging.Bench.Peers;
using Npgsql;

namespace HieImaging.Bench.Querying;

/// <summary>
/// What a program with nothing but tables would do: the same documents, a patient's number that leads to them, and an audit row of the same size
/// with the same indexes and its place in the sealing queue. A transaction is sent in one pipeline, as the node could send it at best.
/// It leaves out: HTTP, the token, the policy, who is the same person, the Bundle, and sealing.
/// </summary>
internal sealed class PeerTables(QuerySite site, int patients)
{
    private const string Find = """
        select id, uid, patient, body from peer.study where patient in (select patient from peer.number where number = 'S' || :number)
        order by started desc limit 21;
        """;

    public async Task FillAsync()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(site.Site.Database) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await CopiedTable.RunAsync(connection, $"""
            create schema peer;
            create table peer.study (id text primary key, patient text not null, started timestamptz not null, uid text not null,
                                     body bytea compression lz4 not null);
            insert into peer.study select id, subject, started_from, study_uid, body from record_locator.registered_study;
            create index on peer.study (patient, started desc);
            create unique index on peer.study (uid);
            create table peer.number (number text primary key, patient text not null);
            insert into peer.number select south.value, link.source_id from record_locator.source_identity south
                join record_locator.person_link own on own.source_id = south.id
                join record_locator.person_link link on link.person_id = own.person_id and link.source_id <> south.id
                where south.authority = '{site.South.Authority.Oid.Text}';
            create table peer.audit_record (like trust.audit_record including all);
            create table peer.audit_unsealed (like trust.audit_unsealed including all);
            """);
        await CopiedTable.RunAsync(connection, "vacuum analyze");
    }

    /// <summary>The search and the audit rows, committed.</summary>
    /// <param name="mode"><c>extended</c>: parsed each time, as the bar was set; <c>prepared</c>: as the node has it.</param>
    public async Task<Variant> AuditedAsync(string mode)
    {
        var body = (string)(await site.Site.ScalarAsync(
            $"select encode(body, 'hex') from trust.audit_record where client = '{site.South.Ehr}' and patient is not null limit 1"))!;
        return Of($"pgbench, {mode}", mode, $"""
            \set number random(10000000, {10_000_000 + patients - 1})
            \startpipeline
            begin;
            {Find}
            with written as (
                insert into peer.audit_record (id, recorded, body, transaction, outcome, client, participant, patient)
                values (gen_random_uuid(), now(), '\x{body}', 'fhir-search ImagingStudy', 0, '{site.South.Ehr}', '{site.South.Id}', 's-' || :number)
                returning id, recorded)
            insert into peer.audit_unsealed select id, recorded from written;
            commit;
            \endpipeline
            """);
    }

    /// <summary>The search alone.</summary>
    public Variant Bare() => Of("pgbench, bare", "prepared", $"""
        \set number random(10000000, {10_000_000 + patients - 1})
        {Find}
        """);

    private Variant Of(string name, string mode, string script)
    {
        var pgbench = new Pgbench(site.Site.Database, script, mode, OfOnePatient.Clients);
        return new Variant(name, async cancellation =>
        {
            var before = site.Site.Postgres.CpuMs();
            var sample = await pgbench.RunAsync(OfOnePatient.Slice, cancellation);
            return sample.With("postgresMs", (site.Site.Postgres.CpuMs() - before) / sample.Units);
        });
    }
}
