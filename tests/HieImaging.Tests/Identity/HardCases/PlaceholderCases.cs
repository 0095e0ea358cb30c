using static HieImaging.Tests.Identity.HardCases.HardCase;

namespace HieImaging.Tests.Identity.HardCases;

/// <summary>What desks enter when they do not know says nothing of anybody.</summary>
internal static class PlaceholderCases
{
    public static readonly HardCase[] All =
    [
        new("John Doe twice", Bare("John", "Doe", null), Bare("John", "Doe", null), "no-link review"),
        new("Jane Doe in one emergency room", Who("Jane", "Doe", "1900-01-01", ssn: null), Who("Jane", "Doe", "1900-01-01", ssn: null), "review no-link"),
        new("Unknown Unknown", Bare("Unknown", "Unknown", "1900-01-01"), Bare("Unknown", "Unknown", "1900-01-01"), "no-link review"),
        new("test patients", Bare("Test", "Patient", "1970-01-01"), Bare("Test", "Patient", "1970-01-01"), "no-link review"),
        new("an unknown man with a number that is nobody's", Bare("Unknown", "Unknown", null, "999-99-9999"), Bare("Unknown", "Unknown", null, "999-99-9999"), "no-link review"),
        new("a number of one digit, otherwise strangers", Who(ssn: "111-11-1111"), Elsewhere(Who("Beatrice", "Castellanos", "1983-12-05", ssn: "111-11-1111")), "no-link"),
        new("a number of one digit, one name, other dates", Who(ssn: "999-99-9999"), Elsewhere(Who(born: "1983-12-05", ssn: "999-99-9999")), "no-link review"),
        new("nothing but zeros, one name and birth date", Who(ssn: "000-00-0000"), Elsewhere(Who(ssn: "000-00-0000")), "review no-link"),
        new("digits in sequence, one name and birth date", Who(ssn: "123-45-6789"), Elsewhere(Who(ssn: "123-45-6789")), "review no-link"),
        new("the first of January, one name, elsewhere", Who(born: "1970-01-01", ssn: null), Elsewhere(Who(born: "1970-01-01", ssn: null)), "review no-link"),
        new("the first of January, father and son in one house", Who("Walter", born: "1970-01-01", ssn: null), Who("Walter", born: "1998-01-01", ssn: null), "no-link review"),
        new("1900 on both, one name and house, no number", Who(born: "1900-01-01", ssn: null), Who(born: "1900-01-01", ssn: null), "review no-link"),
        new("1900 on one side, one number and name", Who(), Who(born: "1900-01-01"), "link review"),
        new("no name, one house and phone", Who(null, null, null, ssn: null), Who(null, null, null, ssn: null), "no-link review"),
        new("nothing at all", Bare(null, null, null), Bare(null, null, null), "no-link"),
        new("nothing on one side", Who(), Bare(null, null, null), "no-link"),
        new("blanks and dashes", Who("-", "-", "", ssn: "N/A"), Who("-", "-", "", ssn: "N/A"), "no-link review"),
        new("a phone of one digit", Who(phone: "000-000-0000", ssn: null), Elsewhere(Who("Beatrice", "Castellanos", "1983-12-05", ssn: null)) with { Phones = ["000-000-0000"] }, "no-link"),
    ];

    private static HieImaging.Identity.Matching.Demographics Bare(string? given, string? family, string? born, string? ssn = null) =>
        Who(given, family, born, null, null, null, null, null, null, ssn);
}
