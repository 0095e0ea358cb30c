using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Publisher.Building;

/// <summary>What the archive's own objects leave out: who gives out the patient numbers, and where the images are.</summary>
internal sealed record PublishedFrom(AssigningAuthority Authority, RetrieveLocationUid? Location, string? AeTitle);
