using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Registry.Submitting;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Fetching;

/// <summary>What becomes of a document that was asked for. Pure.</summary>
internal abstract record FetchDecision
{
    private FetchDecision()
    {
    }

    /// <summary>It is what was registered; its studies are folded. None: an emptied key object in the place of another.</summary>
    internal sealed record Registered(IReadOnlyList<Manifest> Manifests) : FetchDecision;

    internal sealed record Again(string Reason) : FetchDecision;

    /// <summary>It was not asked for: again later, which is no failure and no try.</summary>
    internal sealed record Postponed(string Reason, TimeSpan After) : FetchDecision;

    /// <summary>It is not what was registered, or nothing that can be: asking again would not help.</summary>
    internal sealed record Refused(string Reason) : FetchDecision;

    /// <param name="replaces">The entry stands in the place of another.</param>
    public static FetchDecision On(
        DocumentEntry entry, bool replaces, RepositoryAnswer answer, Domain domain, Participant custodian, ManifestBounds bounds) =>
        answer switch
        {
            RepositoryAnswer.Found found => On(entry, replaces, found.Content, domain, custodian, bounds),
            RepositoryAnswer.Wrong wrong => new Refused(wrong.Reason),
            RepositoryAnswer.Unavailable unavailable => new Again(unavailable.Reason),
            RepositoryAnswer.NotAsked later => new Postponed(later.Reason, later.After),
            _ => throw new InvalidOperationException("The set of answers is closed."),
        };

    private static FetchDecision On(
        DocumentEntry entry, bool replaces, ReadOnlyMemory<byte> content, Domain domain, Participant custodian, ManifestBounds bounds)
    {
        var document = IncomingSubmission.Read(entry, content, domain, custodian, bounds);
        if (!entry.IsDelayedAssembly && entry.Size != content.Length)
            return new Refused(RegistryErrorCode.NonIdenticalSize);
        if (!entry.IsDelayedAssembly && !document.Hash.Equals(entry.Hash, StringComparison.OrdinalIgnoreCase))
            return new Refused(RegistryErrorCode.NonIdenticalHash);
        if (document.IsEmptied && replaces)
            return new Registered([]);
        if (document.Refusal is { } refusal)
            return new Refused(refusal.Code);
        if (document.Manifests[0].KeyObject.Text != entry.UniqueId)
            return new Refused(HospitalRepository.AnotherDocument);
        if (PatientRules.OfFetched(domain, custodian, document).FirstOrDefault() is { } error)
            return new Refused(error.Code);
        return domain.File.Codes.Mode == CodesMode.Strict
            && MetadataAgreement.Of(entry, document.Manifests, IncomingSubmission.ZoneOf(custodian)).Count > 0
                ? new Refused(RegistryErrorCode.RegistryMetadataError)
                : new Registered(document.Manifests);
    }
}
