using System.Text;
using HieImaging.PretendFacility.Proxying;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// F03: the submission is committed and its hospital never hears of it. A publishing transaction is held before its commit; then all answers that
/// tell of a commit are held, and it goes on: PostgreSQL has it, the node does not know.
/// </summary>
internal sealed class CommittedUnanswered() : WireKill(
    "F03", "kill -9 after the commit, before the answer", site => site.Postgres.ToServer, Encoding.ASCII.GetBytes("select pg_notify('hie_outbox'"), 6)
{
    protected override async Task<string> BeforeAsync(FaultSite site, Watch held, CancellationToken cancellation)
    {
        using var answers = site.Postgres.ToClient.Watch("COMMIT\0"u8);
        held.Dispose();
        await CaughtAsync(answers, cancellation);
        var committed = await Deadline.Until("a document is committed whose hospital waits", () => CommittedAsync(site));
        await site.KillNodesAsync();
        return $"{answers.Hits} commits answered by PostgreSQL and held; {committed}";
    }

    private static async Task<string?> CommittedAsync(FaultSite site)
    {
        var open = site.Work.Unanswered.SelectMany(one => one.Studies).Select(one => one.Document).OfType<string>().Select(uid => $"'{uid}'").ToList();
        if (open.Count == 0)
            return null;
        var committed = await site.ScalarAsync($"select count(*) from registry.document_entry where unique_id in ({string.Join(", ", open)})");
        return committed is > 0L ? $"{committed} documents committed whose hospitals wait" : null;
    }
}
