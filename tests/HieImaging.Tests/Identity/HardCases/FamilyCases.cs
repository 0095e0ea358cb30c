using static HieImaging.Tests.Identity.HardCases.HardCase;

namespace HieImaging.Tests.Identity.HardCases;

/// <summary>Parents, children, spouses and siblings: one house, one phone, often one name or one number. Never a link.</summary>
internal static class FamilyCases
{
    private const string Near = "512-34-6788", Other = "640-81-2253";

    public static readonly HardCase[] All =
    [
        new("father and son, one name", Man(), Man(born: "1998-11-04", ssn: Other), "no-link review"),
        new("father and son, one name, no number", Man(ssn: null), Man(born: "1998-11-04", ssn: null), "review no-link"),
        new("father and son, one name and number", Man(), Man(born: "1998-11-04"), "review no-link"),
        new("senior and junior as they are called", Man(suffix: "Sr"), Man(born: "1998-11-04", ssn: Other, suffix: "Jr"), "no-link review"),
        new("senior and junior, no birth date on one side", Man(suffix: "Sr", ssn: null), Man(born: null, ssn: null, suffix: "Jr"), "no-link review"),
        new("senior and junior, no birth dates, one number", Man(born: null, suffix: "Sr"), Man(born: null, suffix: "Jr"), "review no-link"),
        new("the second and the third, one birth date", Man(suffix: "II", ssn: null), Man(suffix: "III", ssn: null), "review no-link"),
        new("father and son, no birth date on one side, no number", Man(ssn: null), Man(born: null, ssn: null), "review no-link"),
        new("father and son, no birth date on one side, numbers of their own", Man(), Man(born: null, ssn: Other), "no-link review"),
        new("father and son, no birth date on one side, numbers one digit apart", Man(), Man(born: null, ssn: Near), "review no-link"),
        new("father and son, no birth dates, no number", Man(born: null, ssn: null), Man(born: null, ssn: null), "review no-link"),
        new("father and son, one birthday 30 years apart", Man(born: "1960-03-22"), Man(born: "1990-03-22"), "review no-link"),
        new("father and son, one birthday 30 years apart, no number", Man(born: "1960-03-22", ssn: null), Man(born: "1990-03-22", ssn: null), "review no-link"),
        new("father and son, years whose digits are exchanged", Man(born: "1969-03-22"), Man(born: "1996-03-22"), "review no-link"),
        new("father and son, one with the year alone", Man(born: "1970"), Man(born: "1998", ssn: null), "no-link review"),
        new("father and son, the number of one on both, a day and a month apart", Man(born: "1970-03-22"), Man(born: "1990-03-28"), "review no-link"),
        new("one name, number and house, born ten years apart", Street("bannerstreet, marjidin"), Street("bannestreet, marjidin", "1957-12-14"), "review no-link"),
        new("mother and daughter, one name", Who(), Who(born: "1996-07-30", ssn: Other), "no-link review"),
        new("spouses", Who(), Who("Walter", born: "1968-10-02", gender: "male", ssn: Other), "no-link review"),
        new("spouses, insured under one number", Who(), Who("Walter", born: "1968-10-02", gender: "male"), "review no-link"),
        new("spouses born on one day, one number", Who(), Who("Walter", gender: "male"), "review no-link"),
        new("spouses, his birth date not said, one number", Who(), Who("Walter", born: null, gender: "male"), "review no-link"),
        new("Jean and Jeanne, spouses, one number", Who("Jean", gender: "male"), Who("Jeanne", born: "1971-03-22"), "review no-link"),
        new("Francis and Frances, spouses born on one day", Who("Francis", gender: "male"), Who("Frances", ssn: null), "review no-link"),
        new("siblings two years apart", Who(), Who("Beatrice", born: "1972-06-11", ssn: Other), "no-link review"),
        new("siblings born on one day of two years, names alike", Who("Julia"), Who("Julie", born: "1972-03-22", ssn: Near), "review no-link"),
        new("siblings born on one day of two years, one number", Who("Julia"), Who("Julie", born: "1972-03-22"), "review no-link"),
        new("named after the sister who died", Who(), Who(born: "1972-03-22", ssn: Other), "no-link review"),
        new("named after the sister who died, no number", Who(ssn: null), Who(born: "1972-06-11", ssn: null), "review no-link"),
        new("brother and sister, one number", Who(), Who("Roland", born: "1972-03-22", gender: "male"), "review no-link"),
        new("cousins in the next house", Who(), Who("Beatrice", born: "1970-03-29", line: "14 Oak Street", ssn: Other), "no-link review"),
        new("cousins of one name in the next house, no number", Who(ssn: null), Who(born: "1970-05-09", line: "14 Oak Street", ssn: null), "review no-link"),
        new("a house that many share", Who(), Who("Beatrice", "Castellanos", "1983-12-05", ssn: Other), "no-link"),
        new("one phone and nothing else", Who(), Elsewhere(Who("Beatrice", "Castellanos", "1983-12-05", ssn: Other)) with { Phones = ["(217) 555-0142"] }, "no-link"),
        new("mother and child, the mother's number", Who(), Who("Beatrice", born: "2019-05-05"), "review no-link"),
    ];

    private static HieImaging.Identity.Matching.Demographics Street(string line, string born = "1967-12-14") =>
        Who("Isabelle", "Quilliam", born, null, line, "Ulverstone", "SA", "3250", null);

    private static HieImaging.Identity.Matching.Demographics Man(string? born = "1970-03-22", string? ssn = Number, string? suffix = null) =>
        Who("Walter", born: born, gender: "male", ssn: ssn, suffix: suffix);
}
