using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Linking;
using HieImaging.Trust.Audit;

namespace HieImaging.Identity.Loading;

/// <summary>Some records of a file in one transaction: fed by the function that serves every feed, linked, audited.</summary>
internal static class LoadBatch
{
    /// <param name="records">Of different numbers.</param>
    /// <returns>How many said something new.</returns>
    public static Task<int> RunAsync(
        LinkingContext linking, Store store, LoadPlan plan, string feeder, LinkingTurn turn, IReadOnlyList<LoadRecord.Read> records,
        CancellationToken cancellation)
    {
        var sources = records.Select(record => linking.Ids.Source(record.Own)).ToList();
        return LinkedTransaction.RunAsync(linking, () => store.OpenSession(cancellation), sources, async session =>
        {
            var outcomes = await FeedSource.StoreAsync(
                session, linking.Ids,
                [
                    .. records.Select(record => new FeedWord
                    {
                        Identifier = record.Own, Patient = record.Patient.Bytes.ToArray(), Feeder = feeder,
                        SaidAt = plan.SaidAtLine(record.Line), Cause = "load",
                    }),
                ], cancellation);
            List<string> touched = [.. outcomes.SelectMany(outcome => outcome.Touched)];
            var audit = outcomes.Where(outcome => outcome.Result != FeedResult.Unchanged)
                .Select(outcome => AuditRecord.For(Transaction.IdentityLoad) with
                {
                    Client = plan.Actor, Patient = outcome.Source.Id, Custodian = feeder,
                    Action = outcome.Result == FeedResult.Created ? AuditAction.Create : AuditAction.Update,
                }).ToList();
            AuditTrail.Append(session, audit);
            return new Touched<int>(touched, audit.Count) { Cause = "load", Actor = plan.Actor };
        }, cancellation, turn);
    }
}
