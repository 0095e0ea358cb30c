using HieImaging.Identity.Matching;

namespace HieImaging.Tests.Identity.HardCases;

/// <summary>Two records, and what may be decided of them.</summary>
/// <param name="Claim">What they are to each other, and why the answer is acceptable.</param>
/// <param name="Answers">Of <c>link review no-link</c>; the ideal one first.</param>
internal sealed record HardCase(string Claim, Demographics A, Demographics B, string Answers)
{
    public const string Ssn = "urn:oid:2.16.840.1.113883.4.1";
    public const string Number = "512-34-6789";

    public string Ideal => Answers.Split(' ')[0];

    /// <summary>Rosalind Hawthorne, unless another word is said; null is missing. Given names and lines are as a record says them.</summary>
    public static Demographics Who(
        string? given = "Rosalind", string? family = "Hawthorne", string? born = "1970-03-22", string? gender = "female", string? line = "12 Oak Street",
        string? city = "Springfield", string? state = "IL", string? postalCode = "62704", string? phone = "(217) 555-0142", string? ssn = Number, string? suffix = null,
        params DemographicIdentifier[] more) =>
        new(family, given is null ? [] : given.Split(' '), suffix, born, gender, line, city, state, postalCode, phone is null ? [] : [phone],
            [.. ssn is null ? [] : new[] { new DemographicIdentifier(Ssn, ssn, "SS") }, .. more]);

    /// <summary>The same in another house, with another phone.</summary>
    public static Demographics Elsewhere(Demographics who) => who with { Line = "871 Prospect Avenue", City = "Dayton", State = "OH", PostalCode = "45403", Phones = ["937 555 7781"] };

    /// <summary>Name, birth date and sex alone, as a manifest has them.</summary>
    public static Demographics Thin(Demographics who) => who with { Line = null, City = null, State = null, PostalCode = null, Phones = [], Identifiers = [] };

    public override string ToString() => Claim;
}
