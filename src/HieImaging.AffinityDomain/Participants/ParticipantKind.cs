using System.Text.Json.Serialization;

namespace HieImaging.AffinityDomain.Participants;

/// <summary>What a participant is in the exchange; it may be several.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ParticipantKind>))]
public enum ParticipantKind
{
    [JsonStringEnumMemberName("facility")] Facility,
    [JsonStringEnumMemberName("ehr")] Ehr,
    [JsonStringEnumMemberName("payer")] Payer,
    [JsonStringEnumMemberName("identity-source")] IdentitySource,
    [JsonStringEnumMemberName("operator")] Operator,
    [JsonStringEnumMemberName("privacy-officer")] PrivacyOfficer,
    [JsonStringEnumMemberName("community")] Community,
}
