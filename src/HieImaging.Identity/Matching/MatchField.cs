namespace HieImaging.Identity.Matching;

/// <summary>What two records are compared by; each has levels, the best first.</summary>
internal enum MatchField
{
    Given,
    Family,
    Names,
    BirthDate,
    Sex,
    Identifier,
    Line,
    HouseNumber,
    City,
    State,
    PostalCode,
    Phone,
}
