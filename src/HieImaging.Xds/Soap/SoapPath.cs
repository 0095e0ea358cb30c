using HieImaging.AffinityDomain.Transactions;
using HieImaging.Wire.Multipart;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Xds.Soap;

/// <summary>The transactions of one SOAP address, as metadata of its endpoint: what can be said of a message before its envelope is read.</summary>
public sealed class SoapPath
{
    private readonly List<Transaction> _transactions = [];

    /// <summary>The transaction that the HTTP headers name (they may not, and the envelope must say the same); else the address' first.</summary>
    public Transaction Named(HttpRequest request) => OutsideAction(request) is { } action
        ? _transactions.Find(transaction => SoapAction.Of(transaction).Request == action) ?? _transactions[0]
        : _transactions[0];

    internal void Add(Transaction transaction) => _transactions.Add(transaction);

    /// <summary>The action parameter of the Content-Type (RFC 3902), or SOAP 1.1's header; null where empty.</summary>
    internal static string? OutsideAction(HttpRequest request)
    {
        var header = request.Headers["SOAPAction"].ToString().Trim().Trim('"');
        var parameter = MediaType.TryParse(request.ContentType, out var media) ? media["action"] : null;
        return parameter is { Length: > 0 } ? parameter : header.Length > 0 ? header : null;
    }
}
