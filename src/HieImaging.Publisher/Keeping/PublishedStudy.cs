using System.Text.Json.Serialization;

namespace HieImaging.Publisher.Keeping;

/// <summary>What this hospital has published of one study of one patient, and what is on its way. Nothing of both: forgotten.</summary>
internal sealed record PublishedStudy
{
    public required StudyKey Key { get; init; }

    /// <summary>The document that the exchange has.</summary>
    public PublishedDocument? Current { get; init; }

    /// <summary>Written before it is sent, removed when the exchange has answered: after a crash exactly this is sent again.</summary>
    public PendingDocument? Pending { get; init; }

    /// <summary>Written before it is taken back: after a crash it is taken back again, though the study may be there once more.</summary>
    public bool Withdrawing { get; init; }
}

/// <summary>A study and the patient it belongs to: one Study UID under two patients is two.</summary>
internal readonly record struct StudyKey(string Study, string Authority, string PatientId);

/// <param name="Digest">Sameness of the published content.</param>
/// <param name="DomainPatientId">The CX that it was registered for.</param>
internal sealed record PublishedDocument(string UniqueId, string EntryUuid, string Digest, string DomainPatientId);

internal sealed record PendingDocument(PublishedDocument Document, PublishingDoor Door, DateTimeOffset At, int Instances)
{
    /// <summary>entryUUID of what it replaces.</summary>
    public string? Replaces { get; init; }

    /// <summary>The key object; null once a bulk intake has acknowledged it.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The bulk intake that has it.</summary>
    public string? Intake { get; init; }
}

/// <summary>The way by which a document goes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PublishingDoor>))]
internal enum PublishingDoor
{
    [JsonStringEnumMemberName("bulk")] Bulk,
    [JsonStringEnumMemberName("rad68")] Rad68,
}
