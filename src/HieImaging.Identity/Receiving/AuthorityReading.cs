using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Values;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// Whose number a CX is: its authority by OID, by the namespace that the domain file gives it, or by both where they agree (ITI TF-2
/// 3.8.4.1.2.3: one domain whichever way it is written); and where it names none, by what the domain file says of the sender
/// (<c>defaultFor</c>), never by a guess. Pure.
/// </summary>
internal static class AuthorityReading
{
    /// <returns>Null: none that can be known.</returns>
    public static AssigningAuthority? Of(Domain domain, IReadOnlyList<string> senders, Hd named)
    {
        if (named.IsEmpty)
            return Default(domain, senders);
        var byName = named.Namespace is { } name && domain.AuthorityByNamespace(name) is { } known
            ? AssigningAuthority.Parse(known.Oid)
            : (AssigningAuthority?)null;
        if (named.UniversalId is null)
            return byName;
        if (named.UniversalIdType is not (null or "ISO") || !AssigningAuthority.TryParse(named.UniversalId, out var byOid))
            return null;
        return byName is null || byName == byOid ? byOid : null;
    }

    // A sender for whom one authority is meant where nothing is said.
    private static AssigningAuthority? Default(Domain domain, IReadOnlyList<string> senders) =>
        domain.File.Authorities.Where(authority => authority.DefaultFor.Any(senders.Contains)).ToList() is [var one]
            ? AssigningAuthority.Parse(one.Oid)
            : null;
}
