using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Identity.Reviewing;

/// <summary>Who decides: a client of a door, or an operator at the command line.</summary>
/// <param name="Name">The client's id, or <c>operator:name</c>: under it the voice is counted and recorded.</param>
/// <param name="Visible">Of which source identities, over alias <c>source</c> of record_locator.source_identity.</param>
/// <param name="Record">What each audit record begins with.</param>
public sealed record Steward(string Name, SqlFragment Visible, AuditRecord Record)
{
    public static Steward Of(Caller caller, Transaction transaction) => new(
        caller.Client.Id, ReviewPolicy.Visible(caller), AuditRecord.For(caller, transaction) with { Rule = ReviewPolicy.Rule(caller) });

    /// <summary>Somebody with the database's password may see all; the name is what he says it is.</summary>
    public static Steward AtCommandLine(string name, Transaction transaction)
    {
        var known = "operator:" + name;
        return new(known, SqlFragment.Raw("true"), AuditRecord.For(transaction) with { Client = known, Rule = "review-command" });
    }

    /// <summary>Whether both sources of alias <c>item</c> (low, high) are among them.</summary>
    internal SqlFragment SeesBoth => $"""
        (select count(*) from record_locator.source_identity source where source.id in (item.low, item.high) and ({Visible}))
        = case when item.low = item.high then 1 else 2 end
        """;
}
