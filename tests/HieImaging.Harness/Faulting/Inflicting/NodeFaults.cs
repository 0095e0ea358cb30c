using System.Text;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>kill -9 of the node at the points where something could be lost or done twice (F01–F13), and the broker's reset (F27).</summary>
public static class NodeFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new WireKill("F01", "kill -9 after a submission was read, before anything is written", ToPostgres, Sql("pg_advisory_xact_lock"), 6),
        new WireKill("F02", "kill -9 before the commit, everything written", ToPostgres, Sql("select pg_notify('hie_outbox'"), 6),
        new CommittedUnanswered(),
        new WireKill("F04", "kill -9 after the relay has claimed its rows", site => site.Postgres.ToClient, Sql("StudyRegistered"), 3),
        // basic.ack (60, 80) from the broker is a publisher confirm, to the broker it is a consumer's (AMQP 0-9-1, 1.8.3.13)
        new WireKill("F05", "kill -9 after publishing, before the confirm", site => site.Broker.ToClient, [0, 60, 0, 80], 6),
        new WireKill("F06", "kill -9 after the confirm, before the outbox is marked", ToPostgres, Sql("update document_store.outbox o set"), 6),
        new WireKill("F07", "kill -9 of a consumer before its commit", ToPostgres, Sql("insert into document_store.inbox"), 6),
        new WireKill("F08", "kill -9 of a consumer after its commit, before its ack", site => site.Broker.ToServer, [0, 60, 0, 80], 6),
        new RetrievalCut(),
        new WireKill("F10", "kill -9 in the middle of appending an audit record", ToPostgres, Sql("insert into trust.audit_record"), 12),
        new RebuildKilled(),
        new MigrationKilled(),
        new OneOfTwoNodes(),
        new BrokerReset(),
    ];

    private static PretendFacility.Proxying.Flow ToPostgres(FaultSite site) => site.Postgres.ToServer;

    private static byte[] Sql(string text) => Encoding.ASCII.GetBytes(text);
}
