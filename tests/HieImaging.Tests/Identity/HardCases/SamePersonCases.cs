using static HieImaging.Tests.Identity.HardCases.HardCase;

namespace HieImaging.Tests.Identity.HardCases;

/// <summary>One person written twice: no link is a loss that nobody would see.</summary>
internal static class SamePersonCases
{
    public static readonly HardCase[] All =
    [
        new("the same words", Who(), Who(), "link"),
        new("a slip in the given name that makes no name", Who(), Who("Rosalnid"), "link review"),
        new("a slip in the family name", Who(), Who(family: "Hawtorne"), "link review"),
        new("day and month exchanged", Who(born: "1970-03-08"), Who(born: "1970-08-03"), "link review"),
        new("one digit of the day", Who(), Who(born: "1970-03-23"), "link review"),
        new("another year, the same name and number: nobody calls two children one", Who(), Who(born: "1971-03-22"), "review link"),
        new("a married name, at the same address", Who(), Who(family: "Castellanos"), "link review"),
        new("a married name in another house", Who(), Elsewhere(Who(family: "Castellanos")), "link review"),
        new("a married name, no number", Who(ssn: null), Who(family: "Castellanos", ssn: null), "review link"),
        new("a hyphenated married name", Who(), Who(family: "Hawthorne-Castellanos"), "link review"),
        new("moved house", Who(), Elsewhere(Who()), "link review"),
        new("moved house, no number: name and birth date alone", Who(ssn: null), Elsewhere(Who(ssn: null)), "review"),
        new("names exchanged", Who(), Who("Hawthorne", "Rosalind"), "link review"),
        new("names exchanged, one with a slip", Who(), Who("Hawtorne", "Rosalind"), "link review"),
        new("a nickname", Who("Elizabeth"), Who("Liz"), "link review"),
        new("a nickname of a man", Who("William", gender: "male"), Who("Bill", gender: "male"), "link review"),
        new("an umlaut", Who("Jürgen", "Müller", gender: "male"), Who("Juergen", "Mueller", gender: "male"), "link"),
        new("an umlaut left out", Who("Jürgen", "Müller", gender: "male"), Who("Jurgen", "Muller", gender: "male"), "link"),
        new("accents", Who("José", "Núñez", gender: "male"), Who("JOSE", "NUNEZ", gender: "male"), "link"),
        new("Vietnamese marks", Who("Thị Hương", "Nguyễn"), Who("Thi Huong", "Nguyen"), "link"),
        new("Cyrillic", Who("Мария", "Иванова"), Who("Maria", "Ivanova"), "link review"),
        new("Greek", Who("Γιώργος", "Παπαδόπουλος", gender: "male"), Who("Giorgos", "Papadopoulos", gender: "male"), "link review"),
        new("family name first", Who("Xiaoming", "Wang"), Who("Wang", "Xiaoming"), "link review"),
        new("two words or one", Who("Mary Ann"), Who("Maryann"), "link"),
        new("a second given name left out, no number", Who("Rosalind June", ssn: null), Who("Rosalind", ssn: null), "link"),
        new("half of a given name with a hyphen, one number", Who("Rosalind-June"), Who("Rosalind"), "link"),
        new("two words or a hyphen", Who(family: "Garcia Lopez"), Who(family: "Garcia-Lopez"), "link"),
        new("the first of two family names", Who(family: "Garcia Lopez"), Who(family: "Garcia"), "link review"),
        new("a particle", Who(family: "van der Berg"), Who(family: "Vanderberg"), "link review"),
        new("an apostrophe", Who(family: "O'Brien"), Who(family: "Obrien"), "link"),
        new("a second given name", Who("Rosalind Jane"), Who("Rosalind"), "link review"),
        new("an initial in the middle", Who("Rosalind J."), Who("Rosalind Jane"), "link review"),
        new("nothing but an initial", Who("R."), Who(), "review link"),
        new("another phone", Who(), Who(phone: "217 555 9936"), "link review"),
        new("no sex, no phone", Who(), Who(gender: null, phone: null), "link review"),
        new("the wrong sex, all else alike", Who("Andrea"), Who("Andrea", gender: "male"), "review link"),
        new("the street spelled out", Who(line: "12 N Oak St Apt 4"), Who(line: "12 North Oak Street, Apartment 4"), "link"),
        new("the number without hyphens", Who(), Who(ssn: "512346789"), "link"),
        new("one number under both names of its system", Who(),
            Who(ssn: null, more: new HieImaging.Identity.Matching.DemographicIdentifier("http://hl7.org/fhir/sid/us-ssn", Number, "SS")), "link review"),
        new("two hospitals, each with its own number for her", Who(more: new HieImaging.Identity.Matching.DemographicIdentifier("urn:oid:1.2.3.1", "N4471", "MR")),
            Who(more: new HieImaging.Identity.Matching.DemographicIdentifier("urn:oid:1.2.3.2", "83001", "MR")), "link"),
        new("a slip in the given name that makes no name, no number", Who(ssn: null), Who("Rosalimd", ssn: null), "link review"),
        new("one digit of the day, one house, no number", Who(ssn: null), Who(born: "1970-03-23", ssn: null), "link review"),
        new("a digit of the house, no number, no phone", Who(ssn: null, phone: null), Who(line: "17 Oak Street", ssn: null, phone: null), "link review"),
        new("a suffix on one side alone", Who("Walter", gender: "male", suffix: "Jr"), Who("Walter", gender: "male"), "link review"),
        new("a slip in the number, all else alike: a twin's would be one digit off too, but she is called otherwise", Who(), Who(ssn: "512-34-6788"), "review link"),
    ];
}
