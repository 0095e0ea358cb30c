using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.Governance.Onboarding;

/// <summary>The Organizations and Endpoints that a domain file comes to: one for each participant, one for each (custodian, location).
/// Pure.</summary>
internal sealed record DomainResources(IReadOnlyList<DerivedContent> Organizations, IReadOnlyList<DerivedContent> Endpoints)
{
    public static DomainResources Of(AffinityDomainFile file, ResourceIds ids, string publicBase) => new(
        [.. file.Participants.Select(participant => Organization(participant, ids, file.Oid))],
        [.. file.Participants.SelectMany(participant =>
            Locations(participant).Select(location => Endpoint(participant, location, ids, publicBase)))]);

    // A location absent from a manifest means the default archive, which has an Endpoint of its own (principle 4).
    private static IEnumerable<string?> Locations(Participant participant) =>
        participant.Archives
            .SelectMany(archive => archive.RetrieveLocationUids)
            .Cast<string?>()
            .Concat(participant.DefaultArchive is null ? [] : [null]);

    private static DerivedContent Organization(Participant participant, ResourceIds ids, string domainOid)
    {
        var resource = OrganizationWriter.Write(participant, domainOid);
        return new DerivedContent(ids.Organization(ParticipantId.Parse(participant.Id)), resource, new Dictionary<string, SqlFragment>
        {
            ["participant"] = $"{participant.Id}",
            ["name"] = $"{participant.Name}",
            ["identifiers"] = $"{OrganizationWriter.Tokens(resource)}",
        });
    }

    private static DerivedContent Endpoint(Participant custodian, string? location, ResourceIds ids, string publicBase)
    {
        var id = ParticipantId.Parse(custodian.Id);
        var place = location is null ? (RetrieveLocationUid?)null : RetrieveLocationUid.Parse(location);
        return new DerivedContent(ids.Endpoint(id, place),
            EndpointWriter.Write(custodian, ids.Organization(id), place?.Text, publicBase),
            new Dictionary<string, SqlFragment>
            {
                ["custodian"] = $"{custodian.Id}",
                ["location"] = $"{place?.Text}",
                ["status"] = $"{"active"}",
            });
    }
}

/// <summary>A derived resource before it has a version.</summary>
internal sealed record DerivedContent(string Id, JsonObject Resource, IReadOnlyDictionary<string, SqlFragment> Columns);
