using static HieImaging.Tests.Identity.HardCases.HardCase;

namespace HieImaging.Tests.Identity.HardCases;

/// <summary>Before it has a name a child is known by its mother's: that is no evidence for anybody.</summary>
internal static class NewbornCases
{
    public static readonly HardCase[] All =
    [
        new("baby and mother", Baby("Baby Girl"), Who(), "no-link review"),
        new("baby and mother, her number", Baby("Baby Girl", Number), Who(), "review no-link"),
        new("baby named after its mother, and she", Baby("Baby of Rosalind", Number), Who(), "review no-link"),
        new("the child, before and after it was named", Baby("Baby Boy", gender: "male"), Baby("Walter", "640-81-2253", "male"), "review no-link"),
        new("the child, before and after it was named, no birth certificate yet", Baby("Newborn"), Baby("Beatrice"), "review no-link"),
        new("the child, before and after it was named, the mother's number on both", Baby("Baby Girl", Number), Baby("Beatrice", Number), "review no-link"),
        new("twins, a and b", Baby("Baby Girl A"), Baby("Baby Girl B"), "review no-link"),
        new("twins, 1 and 2, the mother's number on both", Baby("Babygirl 1", Number), Baby("Babygirl 2", Number), "review no-link"),
        new("a boy and a girl", Baby("Baby Boy", gender: "male"), Baby("Baby Girl"), "review no-link"),
        new("the same words twice: one child, or its twin", Baby("Baby Girl"), Baby("Baby Girl"), "review no-link"),
        new("the same words twice with the mother's number", Baby("Baby Girl", Number), Baby("Baby Girl", Number), "review link"),
        new("nameless children of two families of one name", Baby("Baby Girl"), Elsewhere(Baby("Baby Girl")), "no-link review"),
        new("BG and BB", Baby("BG"), Baby("BB", gender: "male"), "review no-link"),
        new("no given name at all", Baby(null), Baby("Beatrice"), "review no-link"),
    ];

    private static HieImaging.Identity.Matching.Demographics Baby(string? given, string? ssn = null, string gender = "female") =>
        Who(given, born: "2024-05-17", gender: gender, ssn: ssn);
}
