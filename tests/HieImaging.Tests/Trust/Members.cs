using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Callers;

namespace HieImaging.Tests.Trust;

/// <summary>A small affinity domain, and its members as callers.</summary>
internal static class Members
{
    public const string Thumbprint = "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    /// <summary>The authorities of two hospitals that say them by a namespace, too.</summary>
    public static readonly IReadOnlyList<DomainAuthority> NorthAndSouth =
        [new() { Oid = "1.2.6.1", Namespace = "NORTH", Feeder = "north" }, new() { Oid = "1.2.6.2", Namespace = "SOUTH", Feeder = "south" }];

    public static ParticipantClient Client(string id, string participant, params string[] scopes) => new()
    {
        Id = id, ActsFor = [participant], Scopes = scopes, Purposes = ["TREAT", "ETREAT", "HOPERAT"],
    };

    public static Participant Participant(string id, ParticipantKind kind, params ParticipantClient[] clients) => new()
    {
        Id = id, Name = id, Kinds = [kind], Clients = clients,
    };

    public static Domain Domain(ImplicitConsent consent = ImplicitConsent.Permit, params Participant[] participants) => new(File(consent, participants), 1);

    public static AffinityDomainFile File(ImplicitConsent consent, params Participant[] participants) => new()
    {
        Oid = "1.2.3", HomeCommunityId = "1.2.4", RepositoryUniqueId = "1.2.5",
        PatientIdDomain = new() { Mode = PatientIdMode.Local },
        ImplicitConsent = consent,
        Authorities = [new() { Oid = "1.2.6.1", Feeder = "north", UsedBy = ["north"] }, new() { Oid = "1.2.6.2", Feeder = "south", UsedBy = ["south"] }],
        Participants = participants,
    };

    public static Caller Caller(ParticipantKind kind, string purpose, ImplicitConsent consent = ImplicitConsent.Permit, string id = "north", params string[] scopes)
    {
        var client = Client(id + "-ehr", id, scopes.Length == 0 ? ["system/*.rs"] : scopes);
        var participant = Participant(id, kind, client);
        return new Caller
        {
            Participant = participant, Client = client, Scopes = client.Scopes.ToHashSet(), Purpose = purpose, Domain = Domain(consent, participant),
        };
    }
}
