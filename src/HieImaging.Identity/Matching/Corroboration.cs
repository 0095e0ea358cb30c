using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Matching;

/// <summary>What two source identities say of family name, given name and birth date: alike (true), differently (false), or not both
/// (null).</summary>
internal readonly record struct Corroboration(bool? Family, bool? Given, bool? BirthDate)
{
    public int Agreeing => (Family == true ? 1 : 0) + (Given == true ? 1 : 0) + (BirthDate == true ? 1 : 0);

    public static Corroboration Of(SourceIdentity a, SourceIdentity b) =>
        new(Names(a.Family, b.Family), Names(a.Given, b.Given), BirthDates(a.BirthDate, b.BirthDate));

    /// <summary>The fields without their values: <c>family=agree given=agree birthDate=missing</c>.</summary>
    public override string ToString() => $"family={Word(Family)} given={Word(Given)} birthDate={Word(BirthDate)}";

    // One name in common is agreement (a second given name, a maiden name beside the married one); missing says nothing.
    private static bool? Names(IReadOnlyList<string> a, IReadOnlyList<string> b) =>
        a.Count == 0 || b.Count == 0 ? null : a.Intersect(b, StringComparer.Ordinal).Any();

    // Only whole dates corroborate; 1900-01-01 is what desks enter for "not known".
    private static bool? BirthDates(string? a, string? b) =>
        a is not { Length: 10 } || b is not { Length: 10 } || a == "1900-01-01" || b == "1900-01-01" ? null : a == b;

    private static string Word(bool? alike) => alike switch { true => "agree", false => "differ", null => "missing" };
}
