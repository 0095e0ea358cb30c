namespace HieImaging.Identity.Matching;

/// <summary>What one record says of a person, in its own words.</summary>
internal sealed record Demographics(
    string? Family, IReadOnlyList<string> Given, string? Suffix, string? BirthDate, string? Gender,
    string? Line, string? City, string? State, string? PostalCode,
    IReadOnlyList<string> Phones, IReadOnlyList<DemographicIdentifier> Identifiers)
{
    /// <summary>Family names besides the first: a maiden name, an alias.</summary>
    public IReadOnlyList<string> OtherFamilies { get; init; } = [];
}

/// <summary>A number that a record carries.</summary>
/// <param name="Type">Code of HL7 table 0203 where it was said: a number of the hospital's own (MR, PI, PT, VN, AN …) speaks for a person only
/// when it is equal; that two differ says nothing.</param>
internal sealed record DemographicIdentifier(string System, string Value, string? Type = null);
