using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests.KeyObjects;

namespace HieImaging.Manifests;

/// <summary>What a custodian's registration says about reading its key objects, which rarely say it themselves.</summary>
public sealed record CustodianTerms
{
    /// <summary>Of a PatientID that names no issuer; null: such an object is refused.</summary>
    public AssigningAuthority? DefaultAuthority { get; init; }

    /// <summary>The authority that a local name (0010,0021) means; null for a name that nobody registered.</summary>
    public Func<string, AssigningAuthority?> AuthorityNamed { get; init; } = _ => null;

    /// <summary>Code values of titles that are manifests here beside the standard's own.</summary>
    public IReadOnlyCollection<string> ManifestTitles { get; init; } = [];

    /// <summary>Who gives out accession numbers that name no issuer.</summary>
    public AssigningAuthority? AccessionAuthority { get; init; }

    public ManifestBounds Bounds { get; init; } = ManifestBounds.Default;

    public static CustodianTerms Of(Domain domain, Participant custodian, ManifestBounds? bounds = null) => new()
    {
        DefaultAuthority = domain.DefaultAuthorityOf(custodian.Id),
        AuthorityNamed = name => domain.AuthorityByNamespace(name) is { } known ? AssigningAuthority.Parse(known.Oid) : null,
        ManifestTitles = custodian.ManifestTitles,
        AccessionAuthority = AssigningAuthority.TryParse(custodian.AccessionAuthority, out var authority) ? authority : null,
        Bounds = bounds ?? ManifestBounds.Default,
    };
}
