using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Tokens;

namespace HieImaging.Governance.Authorizing;

/// <summary>Whom a request for a token claims to be before anything of it is proven: good for counting its failures and for nothing else.</summary>
internal static class ClaimedClient
{
    /// <returns>Null where the claim is no client that the domain knows: whatever else is claimed counts as one.</returns>
    public static string? Of(TokenForm form, Domain domain)
    {
        var claimed = form["client_id"] ?? (CompactJws.TryRead(form["client_assertion"], out var assertion) ? assertion.TextOf("iss") : null);
        return claimed is not null && domain.Client(claimed) is var (_, client) ? client.Id : null;
    }
}
