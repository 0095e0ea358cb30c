using HieImaging.AffinityDomain.Transactions;
using HieImaging.Xds.Soap;

namespace HieImaging.Node.Shedding;

/// <summary>What is counted together when there is too much to do, so that one kind of work never waits for another.</summary>
internal enum WorkClass
{
    /// <summary>Submissions, updates, feeds.</summary>
    Writes,

    /// <summary>Searches, reads, documents.</summary>
    Reads,

    /// <summary>Images, which may stream for an hour.</summary>
    Retrievals,

    /// <summary>Tokens, keys and what else anybody may ask.</summary>
    Tokens,
}

/// <summary>Which class a request belongs to, by its door's transaction.</summary>
internal static class WorkOfRequest
{
    /// <returns>Null where there is no door.</returns>
    public static WorkClass? Of(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        var transaction = metadata?.GetMetadata<SoapPath>() is { } soap
            ? soap.Named(http.Request)
            : metadata?.GetOrderedMetadata<Transaction>() is [var first, ..] ? first : null;
        return transaction is null ? null : Of(transaction, HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method));
    }

    internal static WorkClass Of(Transaction transaction, bool reads = false) => transaction.Audit switch
    {
        _ when transaction == Transaction.Rad107 => WorkClass.Retrievals,
        AuditAction.Create or AuditAction.Update or AuditAction.Delete => reads ? WorkClass.Reads : WorkClass.Writes,
        AuditAction.Read or AuditAction.Query => WorkClass.Reads,
        _ => WorkClass.Tokens,
    };
}
