using static HieImaging.Tests.Identity.HardCases.HardCase;

namespace HieImaging.Tests.Identity.HardCases;

/// <summary>Children born on one day, in one house: never a link.</summary>
internal static class TwinCases
{
    private const string Near = "512-34-6788", Next = "512-34-6790", Other = "640-81-2253", Born = "2011-03-22";

    public static readonly HardCase[] All =
    [
        new("other given names, numbers of their own", Child("Rosalind"), Child("Beatrice", Other), "no-link review"),
        new("other given names, one number", Child("Rosalind"), Child("Beatrice"), "review no-link"),
        new("other given names, numbers one digit apart", Child("Rosalind"), Child("Beatrice", Near), "no-link review"),
        new("other given names, no number", Child("Rosalind", null), Child("Beatrice", null), "review no-link"),
        new("Jan and Jane, no number", Child("Jan", null), Child("Jane", null), "review no-link"),
        new("Jan and Jane, one number", Child("Jan"), Child("Jane"), "review no-link"),
        new("Jan and Jane, one digit apart", Child("Jan"), Child("Jane", Near), "review no-link"),
        new("Jan and Jane, numbers of their own", Child("Jan"), Child("Jane", Other), "no-link review"),
        new("Jan and Jane, one has a number", Child("Jan"), Child("Jane", null), "review no-link"),
        new("Ann and Anne, no number", Child("Ann", null), Child("Anne", null), "review no-link"),
        new("Anna and Hanna, one number", Child("Anna"), Child("Hanna"), "review no-link"),
        new("Anna and Hannah, numbers in sequence", Child("Anna"), Child("Hannah", Next), "review no-link"),
        new("Maria and Marie, one number", Child("Maria"), Child("Marie"), "review no-link"),
        new("Mia and Pia, one number", Child("Mia"), Child("Pia"), "review no-link"),
        new("Emily and Emilia, one number", Child("Emily"), Child("Emilia"), "review no-link"),
        new("Ella and Bella, no number", Child("Ella", null), Child("Bella", null), "review no-link"),
        new("Eric and Erin, one number", Child("Eric", gender: "male"), Child("Erin"), "review no-link"),
        new("Daniel and Daniela, one number", Child("Daniel", gender: "male"), Child("Daniela"), "review no-link"),
        new("Daniel and Daniela, sex not said", Child("Daniel", gender: null), Child("Daniela", gender: null), "review no-link"),
        new("Michael and Michelle, one digit apart", Child("Michael", gender: "male"), Child("Michelle", Near), "no-link review"),
        new("Tim and Tom, one number", Child("Tim", gender: "male"), Child("Tom", gender: "male"), "review no-link"),
        new("John and Jon, no number", Child("John", null, "male"), Child("Jon", null, "male"), "review no-link"),
        new("Emiily and Emily, no number", Child("Emiily", null), Child("Emily", null), "review no-link"),
        new("Jayden and Kayden, no number", Child("Jayden", null, "male"), Child("Kayden", null, "male"), "review no-link"),
        new("Kane, and Zane with two errors", Child("Kane", null, "male"), Child("Kzne", null, "male"), "review no-link"),
        new("Ridley and Riley, no number", Child("Ridley", null, "male"), Child("Riley", null, "male"), "review no-link"),
        new("Rosalind and a name that is near to hers and on no list", Child("Rosalind", null), Child("Rosalinda", null), "review no-link"),
        new("John Paul and John, numbers one digit apart", Child("John Paul", gender: "male"), Child("John", Near, "male"), "review no-link"),
        new("John Paul and John, numbers in sequence", Child("John Paul", gender: "male"), Child("John", Next, "male"), "review no-link"),
        new("John-Paul and John, no number", Child("John-Paul", null, "male"), Child("John", null, "male"), "review no-link"),
        new("a shared first given name, another second one", Child("Maria Luisa"), Child("Maria Elena"), "review no-link"),
        new("a shared second given name", Child("Anna Maria"), Child("Clara Maria"), "review no-link"),
        new("Jean-Paul and Jean-Pierre", Child("Jean-Paul", gender: "male"), Child("Jean-Pierre", gender: "male"), "review no-link"),
        new("two nicknames", Child("Bob", gender: "male"), Child("Rob", null, gender: "male"), "review no-link"),
        new("one initial", Child("J", null), Child("Jane", null), "review no-link"),
        new("two initials", Child("A", null), Child("B", null), "review no-link"),
        new("the name of one is not said", Child(null, null), Child("Jane", null), "review no-link"),
        new("names and family name exchanged at one desk", Child("Rosalind"), Child("Hawthorne") with { Family = "Beatrice" }, "review no-link"),
        new("one number under two systems", Child("Jan"), Child("Jane", null) with { Identifiers = [new("http://hl7.org/fhir/sid/us-ssn", Number, "SS")] }, "review no-link"),
        new("the hospital's numbers in sequence", Child("Rosalind", null) with { Identifiers = [new("urn:oid:1.2.3.1", "700431", "MR")] },
            Child("Beatrice", null) with { Identifiers = [new("urn:oid:1.2.3.1", "700432", "MR")] }, "no-link review"),
        new("the hospital's numbers in sequence, names alike", Child("Jan", null) with { Identifiers = [new("urn:oid:1.2.3.1", "700431", "MR")] },
            Child("Jane", null) with { Identifiers = [new("urn:oid:1.2.3.1", "700432", "MR")] }, "review no-link"),
        new("twins who have moved apart", Child("Rosalind", null), Elsewhere(Child("Beatrice", null)), "no-link review"),
        new("the birth date of one with a slip", Child("Jan"), Child("Jane") with { BirthDate = "2011-03-23" }, "review no-link"),
    ];

    private static HieImaging.Identity.Matching.Demographics Child(string? given, string? ssn = Number, string? gender = "female") =>
        Who(given, born: Born, ssn: ssn, gender: gender);
}
