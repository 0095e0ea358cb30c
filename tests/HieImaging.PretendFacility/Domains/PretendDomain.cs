using System.Text.Json;
using HieImaging.AffinityDomain.Participants;

namespace HieImaging.PretendFacility.Domains;

/// <summary>An affinity domain of hospitals that each have a PACS, an ADT and an EHR client, with a payer, an operator and the domain's identity source.</summary>
public sealed record PretendDomain
{
    /// <summary>The US social security number: an identifier on which, corroborated, sources are linked.</summary>
    public const string TrustedIdentifier = "urn:oid:2.16.840.1.113883.4.1";

    public const string PatientIdDomainOid = "1.3.6.1.4.1.21367.2005.13.20.1000";
    public const string HomeCommunityId = "1.3.6.1.4.1.21367.13.70.1";
    public const string RepositoryUniqueId = "1.3.6.1.4.1.21367.13.71.1";

    /// <summary>Client of the participant that feeds the domain's own patient ids.</summary>
    public const string IdentitySource = "mpi";

    public const string Payer = "payer-one";
    public const string Operator = "operator";

    /// <summary>Two clients of the operator whose people decide doubtful pairs.</summary>
    public const string OneSteward = "steward-one";

    public const string OtherSteward = "steward-other";

    private static readonly JsonSerializerOptions Readable = new(AffinityDomainFile.Json) { WriteIndented = true };

    public required IReadOnlyList<PretendHospital> Hospitals { get; init; }

    public PatientIdMode Mode { get; init; } = PatientIdMode.Fed;

    public CodesMode Codes { get; init; } = CodesMode.Warn;

    /// <summary>What holds where no consent is recorded.</summary>
    public ImplicitConsent Implicit { get; init; } = ImplicitConsent.Permit;

    /// <summary>What stands in the file beside the hospitals.</summary>
    public Func<AffinityDomainFile, AffinityDomainFile> Also { get; init; } = file => file;

    public AffinityDomainFile ToFile(ClientKeys keys) => Also(Hospitable(keys));

    private AffinityDomainFile Hospitable(ClientKeys keys) => new()
    {
        Oid = "1.3.6.1.4.1.21367.2005.13.20",
        HomeCommunityId = HomeCommunityId,
        RepositoryUniqueId = RepositoryUniqueId,
        PatientIdDomain = Mode is PatientIdMode.Fed
            ? new() { Oid = PatientIdDomainOid, Mode = Mode, Feeder = IdentitySource }
            : new() { Mode = Mode },
        Authorities = [.. Hospitals.Select(AuthorityOf)],
        TrustedIdentifiers = [TrustedIdentifier],
        ImplicitConsent = Implicit,
        Codes = new() { Mode = Codes },
        Participants =
        [
            .. Hospitals.Select(hospital => ParticipantOf(hospital, keys)),
            new() { Id = IdentitySource, Name = "Domain identity source", Kinds = [ParticipantKind.IdentitySource], Clients = [Client(keys, IdentitySource, IdentitySource, ["ITI-104"], [])] },
            new() { Id = Payer, Name = "Payer One", Kinds = [ParticipantKind.Payer], Clients = [Client(keys, Payer, Payer, ["prior-imaging"], ["HPAYMT"])] },
            new()
            {
                Id = Operator, Name = "Exchange operator", Kinds = [ParticipantKind.Operator],
                Clients =
                [
                    Client(keys, Operator, Operator, ["introspect", "system/AuditEvent.rs", "system/Organization.rs", "system/Endpoint.rs"], ["HOPERAT"]),
                    Client(keys, OneSteward, Operator, ["identity-review"], ["HOPERAT"]),
                    Client(keys, OtherSteward, Operator, ["identity-review"], ["HOPERAT"]),
                ],
            },
        ],
    };

    /// <summary>Writes the file for people to read.</summary>
    public void Write(string path, ClientKeys keys)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(ToFile(keys), Readable) + "\n");
    }

    private static DomainAuthority AuthorityOf(PretendHospital hospital) => new()
    {
        Oid = hospital.Authority.Oid.Text,
        Namespace = hospital.Namespace,
        Feeder = hospital.Id,
        UsedBy = [hospital.Id],
        DefaultFor = [hospital.Id],
    };

    private static Participant ParticipantOf(PretendHospital hospital, ClientKeys keys) => new()
    {
        Id = hospital.Id,
        Name = hospital.Name,
        Oid = hospital.Oid,
        Kinds = [ParticipantKind.Facility, ParticipantKind.Ehr],
        TimeZone = "America/Chicago",
        SourceIds = [hospital.SourceId],
        AccessionAuthority = hospital.AccessionAuthority,
        Repositories = hospital.Iti43 is null ? [] : [new() { UniqueId = hospital.RepositoryUniqueId, Iti43 = hospital.Iti43 }],
        Archives = hospital.DicomWeb is null ? [] : [new() { RetrieveLocationUids = [hospital.RetrieveLocationUid], Default = true, DicomWeb = hospital.DicomWeb }],
        Clients =
        [
            Client(keys, hospital.Pacs, hospital.Id,
                ["RAD-68", "ITI-42", "ITI-43", "ITI-57", "RAD-108", "manifests", "system/Patient.r", "system/ImagingStudy.cu", .. hospital.FurtherScopes], ["TREAT"]),
            Client(keys, hospital.Adt, hospital.Id, ["ITI-104", "ITI-8", "ITI-30", "ITI-9", "ITI-21"], ["TREAT"]) with
            {
                Mllp = [$"{hospital.Sender.Application}|{hospital.Sender.Facility}"],
                Certificates = hospital.AdtCertificate is { } shown ? [shown] : [],
            },
            Client(keys, hospital.Ehr, hospital.Id, ["system/*.rs", "ITI-43", "RAD-107", "RAD-129"], ["TREAT", "ETREAT", "HOPERAT"]),
        ],
    };

    private static ParticipantClient Client(ClientKeys keys, string id, string participant, IReadOnlyList<string> scopes, IReadOnlyList<string> purposes) => new()
    {
        Id = id, Jwks = keys.PublicSet(id), ActsFor = [participant], Scopes = scopes, Purposes = purposes,
    };
}
