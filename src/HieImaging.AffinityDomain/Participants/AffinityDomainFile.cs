using System.Text.Json;
using System.Text.Json.Serialization;

namespace HieImaging.AffinityDomain.Participants;

/// <summary>The affinity-domain file as it is written (profiles/affinity-domain).</summary>
public sealed record AffinityDomainFile
{
    public required string Oid { get; init; }
    public required string HomeCommunityId { get; init; }

    /// <summary>Of the repository that this node is.</summary>
    public required string RepositoryUniqueId { get; init; }

    public required PatientIdDomain PatientIdDomain { get; init; }
    public IReadOnlyList<DomainAuthority> Authorities { get; init; } = [];

    /// <summary>Identifier systems on which, with two corroborating fields, sources may be linked (a social security number).</summary>
    public IReadOnlyList<string> TrustedIdentifiers { get; init; } = [];

    /// <summary>What holds where no consent is recorded.</summary>
    public ImplicitConsent ImplicitConsent { get; init; } = ImplicitConsent.Deny;

    public DomainCodes Codes { get; init; } = new();
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    /// <summary>Strict: an unknown member, a duplicate or a wrong type is an error.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        WriteIndented = false,
    };

    /// <exception cref="JsonException">Not an affinity-domain file; the message says where.</exception>
    public static AffinityDomainFile Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize<AffinityDomainFile>(utf8, Json) ?? throw new JsonException("The file is null.");

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <summary>The domain's own patient numbers: <c>fed</c>, then a submission's patientId must be known;
/// or <c>local</c>, then it is the sender's own.</summary>
public sealed record PatientIdDomain
{
    public string? Oid { get; init; }
    public PatientIdMode Mode { get; init; } = PatientIdMode.Fed;
    public string? Feeder { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<PatientIdMode>))]
public enum PatientIdMode
{
    [JsonStringEnumMemberName("fed")] Fed,
    [JsonStringEnumMemberName("local")] Local,
}

[JsonConverter(typeof(JsonStringEnumConverter<ImplicitConsent>))]
public enum ImplicitConsent
{
    [JsonStringEnumMemberName("permit")] Permit,
    [JsonStringEnumMemberName("deny")] Deny,
}

/// <summary>How metadata that disagrees with its key object is judged,
/// and the codes that a door without metadata (STOW-RS, bulk) registers under.</summary>
public sealed record DomainCodes
{
    public CodesMode Mode { get; init; } = CodesMode.Warn;
    public StowCodes Stow { get; init; } = new();
}

[JsonConverter(typeof(JsonStringEnumConverter<CodesMode>))]
public enum CodesMode
{
    [JsonStringEnumMemberName("warn")] Warn,
    [JsonStringEnumMemberName("strict")] Strict,
}

/// <summary>Codes written <c>code^display^scheme</c>; the defaults are those that the IHE toolkit uses.</summary>
public sealed record StowCodes
{
    public string Class { get; init; } = "IMAGES^Images^1.3.6.1.4.1.19376.1.2.6.1";
    public string Type { get; init; } = "18748-4^Diagnostic imaging study^2.16.840.1.113883.6.1";
    public string PracticeSetting { get; init; } = "394914008^Radiology^2.16.840.1.113883.6.96";
    public string FacilityType { get; init; } = "22232009^Hospital^2.16.840.1.113883.6.96";
    public string Confidentiality { get; init; } = "N^normal^2.16.840.1.113883.5.25";
    public string Language { get; init; } = "en";
}
