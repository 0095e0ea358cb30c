using HieImaging.Identity.Matching;
using static HieImaging.Tests.Identity.HardCases.HardCase;

namespace HieImaging.Tests.Identity.HardCases;

/// <summary>Numbers: borrowed, of another authority, written over; and names that many have.</summary>
internal static class NumberCases
{
    private static readonly Demographics Stranger = Elsewhere(Who("Beatrice", "Castellanos", "1983-12-05"));

    public static readonly HardCase[] All =
    [
        new("a borrowed number: nothing else alike", Who(), Stranger, "review no-link"),
        new("a borrowed number, one family name", Who(), Stranger with { Family = "Hawthorne" }, "review no-link"),
        new("a borrowed number, one given name", Who(), Stranger with { Given = ["Rosalind"] }, "review no-link"),
        new("a borrowed number, one birth date", Who(), Stranger with { BirthDate = "1970-03-22" }, "review no-link"),
        new("the same number of two authorities, strangers", At("1.2.3.1", "44718", Who(ssn: null)), At("1.2.3.2", "44718", Stranger with { Identifiers = [] }), "no-link"),
        new("the same number of two authorities, one name and birth date", At("1.2.3.1", "44718", Who(ssn: null)), At("1.2.3.2", "44718", Elsewhere(Who(ssn: null))), "review no-link"),
        new("one authority and number, another person written over it", At("1.2.3.1", "44718", Who(ssn: null)), At("1.2.3.1", "44718", Stranger with { Identifiers = [] }), "review no-link"),
        new("one hospital's two records of a person", At("1.2.3.1", "44718", Who()), At("1.2.3.1", "90026", Who()), "link review"),
        new("the number alone", Thin(Who(null, null, null, null)) with { Identifiers = Who().Identifiers }, Who(), "review no-link"),
        new("one name and birth date, another number", Who(), Elsewhere(Who(ssn: "640-81-2253")), "no-link review"),
        new("one name, house and birth date, another number", Who(), Who(ssn: "640-81-2253"), "review no-link"),
        new("one name of many, one birth date, elsewhere", Who("Maria", "Garcia", ssn: null), Elsewhere(Who("Maria", "Garcia", ssn: null)), "review no-link"),
        new("one name of many, one birth date, one town", Who("Maria", "Garcia", ssn: null), Who("Maria", "Garcia", ssn: null, line: "871 Prospect Avenue", phone: "217 555 7781"), "review no-link"),
        new("one name and birth date, streets and houses of one town that are called alike, nothing else the same",
            Who("Jane", "Mitchell", line: "226 Randwick Close", ssn: null),
            Who("Jane", "Mitchell", line: "206 Randwick Circuit", postalCode: "61182", phone: "937 555 7781", ssn: null), "review no-link"),
        new("one name and birth date, the next house of one road", Who("Steven", "King", gender: "male", line: "40 Macquoid Road", ssn: null),
            Who("Steven", "King", gender: "male", line: "41 Macquoid Road", postalCode: "70226", phone: null, ssn: null), "review no-link"),
        new("one number, spelled otherwise, the year on one side alone: John and Jon", Only("John", "1980"), Only("Jon", "1980-05"), "link review"),
        new("one number, a name and its beginning, the month on one side alone", Only("Yannick", "1990-04"), Only("Yan", "1990-04-04"), "review"),
        new("one number, spelled otherwise, a slip in the birth date", Only("Yannick", "1990-04-04"), Only("Yanick", "1990-04-05"), "link review"),
        new("one number, a married name, another house", Who(), Elsewhere(Who(family: "Castellanos")), "link review"),
        new("a married name in one house, the number of neither known", Who(ssn: null), Who(family: "Castellanos", ssn: null), "review"),
        new("one name of many, a day apart", Who("Maria", "Garcia", ssn: null), Elsewhere(Who("Maria", "Garcia", "1970-03-23", ssn: null)), "no-link review"),
        new("one name of many, another birth date", Who("Maria", "Garcia", ssn: null), Elsewhere(Who("Maria", "Garcia", "1958-08-14", ssn: null)), "no-link"),
        new("as a manifest says it: name, birth date, sex", Thin(Who()), Thin(Who()), "review no-link"),
        new("as a manifest says it: a rare name", Thin(Who("Wilhelmina", "Featherstonehaugh")), Thin(Who("Wilhelmina", "Featherstonehaugh")), "review no-link"),
        new("as a manifest says it, against all that is known", Thin(Who()), Who(), "review no-link"),
        new("as a manifest says it, with numbers of two hospitals", At("1.2.3.1", "44718", Thin(Who())), At("1.2.3.2", "12", Thin(Who())), "review no-link"),
        new("as a manifest says it: the name alone", Thin(Who(born: null)), Thin(Who(born: null)), "no-link review"),
        new("as a manifest says it, one hospital's number, twice", At("1.2.3.1", "44718", Thin(Who())), At("1.2.3.1", "44718", Thin(Who())), "link review"),
    ];

    private static Demographics At(string authority, string number, Demographics who) =>
        who with { Identifiers = [new DemographicIdentifier("urn:oid:" + authority, number, "MR"), .. who.Identifiers] };

    private static Demographics Only(string given, string born) => Thin(Who(given, "Jones", born, "male")) with { Identifiers = Who().Identifiers };
}
