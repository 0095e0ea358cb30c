using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Answering;

/// <summary>An assigning authority as callers name it: <c>urn:oid:…</c>, the OID alone, or the namespace that the domain file gives
/// it.</summary>
internal static class NamedAuthority
{
    /// <summary>False: nobody of this domain gives out such numbers.</summary>
    public static bool TryFind(Domain domain, string? name, out AssigningAuthority authority)
    {
        if (AssigningAuthority.TryParse(name, out authority))
            return IsKnown(domain, authority);
        if (name is not { Length: > 0 } || domain.AuthorityByNamespace(name) is not { } known)
            return false;
        authority = AssigningAuthority.Parse(known.Oid);
        return true;
    }

    /// <summary>As an HD names it (CX.4: namespace, universal id, its type); parts that say different authorities name none.</summary>
    public static bool TryFind(Domain domain, string? space, string? universal, string? type, out AssigningAuthority authority)
    {
        if (string.IsNullOrEmpty(universal))
            return TryFind(domain, space, out authority);
        return AssigningAuthority.TryParse(universal, out authority) && (type is null or "" or "ISO") && IsKnown(domain, authority)
            && (string.IsNullOrEmpty(space) || domain.AuthorityByNamespace(space) is not { } named || named.Oid == authority.Oid.Text);
    }

    /// <summary>The one spelling of a system, an authority of this domain or not.</summary>
    public static string SystemOf(Domain domain, string name) =>
        TryFind(domain, name, out var authority) ? authority.Urn : CarriedIdentifier.SystemOf(name);

    /// <summary>OIDs of all that give out numbers here: in which a number without its authority is looked for.</summary>
    public static string[] All(Domain domain) =>
    [
        .. domain.File.Authorities.Select(authority => authority.Oid).Append(domain.File.PatientIdDomain.Oid).OfType<string>().Distinct(),
    ];

    private static bool IsKnown(Domain domain, AssigningAuthority authority) =>
        domain.Authority(authority) is not null || domain.IsPatientIdDomain(authority);
}
