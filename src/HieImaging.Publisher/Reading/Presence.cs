namespace HieImaging.Publisher.Reading;

/// <summary>Whether an archive has a study, asked for itself.</summary>
internal enum Presence
{
    Present,

    /// <summary>Neither its search nor its metadata know it.</summary>
    Absent,

    /// <summary>It answers the one so and the other otherwise, or not at all.</summary>
    Unknown,
}
