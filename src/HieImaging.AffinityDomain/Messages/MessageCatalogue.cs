namespace HieImaging.AffinityDomain.Messages;

/// <summary>Every message that travels, by its name on the wire: a closed list, nothing else is ever deserialized.</summary>
public static class MessageCatalogue
{
    public static IReadOnlyDictionary<string, Type> Types { get; } = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        [nameof(ManifestReceived)] = typeof(ManifestReceived),
        [nameof(DocumentRegisteredElsewhere)] = typeof(DocumentRegisteredElsewhere),
        [nameof(StudyRegistered)] = typeof(StudyRegistered),
        [nameof(StudyWithdrawn)] = typeof(StudyWithdrawn),
        [nameof(SourceIdentityFed)] = typeof(SourceIdentityFed),
        [nameof(PersonChanged)] = typeof(PersonChanged),
    };
}
