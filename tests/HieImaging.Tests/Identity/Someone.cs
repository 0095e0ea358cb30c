using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Tests.Identity;

/// <summary>Source identities for tables: an authority, a number, and what is said.</summary>
internal static class Someone
{
    public const string Ssn = "urn:oid:2.16.840.1.113883.4.1";

    public static readonly IReadOnlySet<string> Trusted = new HashSet<string> { Ssn };

    public static readonly ResourceIds Ids = new(new byte[32]);

    public static SourceIdentity At(
        string authority, string number, string? family = "Rivera", string? given = "Ana", string? born = "1970-03-02", string? ssn = "123-45-6780", bool active = true)
    {
        var own = PatientIdentifier.Create(AssigningAuthority.Parse(authority), number);
        return new SourceIdentity
        {
            Id = Ids.Source(own), Version = 1, LastUpdated = DateTimeOffset.UnixEpoch, Authority = authority, Value = number,
            Origin = IdentityOrigin.Feed, Feeder = "north", Active = active, BirthDate = born,
            Family = FoldedText.Name(family) is { } f ? [f] : [], Given = FoldedText.Name(given) is { } g ? [g] : [],
            Identifiers = [new CarriedIdentifier("urn:oid:" + authority, number), .. ssn is null ? [] : new[] { new CarriedIdentifier(Ssn, ssn) }],
            Patient = """{"resourceType":"Patient"}"""u8.ToArray(),
        };
    }
}
