using System.Globalization;

namespace HieImaging.Bench.Identity.Households;

/// <summary>People of our own, each known twice: once as it should be, once damaged.</summary>
internal static class OwnPeople
{
    private static readonly string[] States = ["nsw", "vic", "qld", "sa", "wa", "tas"];

    public static IReadOnlyList<PoolRecord> Of(int count, Chance chance) => [.. Enumerable.Range(0, count).SelectMany(person =>
    {
        var words = New(chance);
        return new[] { new PoolRecord(person, person, Relatives.Self, 0, words), new PoolRecord(person, person, Relatives.Self, 1, Damage.Of(words, chance)) };
    })];

    public static SyntheticWords New(Chance chance)
    {
        var gender = chance.Percent(50) ? "male" : "female";
        return Moved(new SyntheticWords
        {
            Given = chance.Frequent(gender == "male" ? Names.Boys : Names.Girls), Family = chance.Frequent(Names.Families), Gender = gender,
            Born = chance.Day(1920, 2022), Phone = chance.Percent(80) ? NewPhone(chance) : null, Identifier = chance.Percent(95) ? chance.Identifier() : null,
        }, chance);
    }

    /// <summary>In another house.</summary>
    public static SyntheticWords Moved(SyntheticWords words, Chance chance) => words with
    {
        Number = string.Create(CultureInfo.InvariantCulture, $"{(int)(1 + Math.Pow(chance.Between(1, 30), 2))}"),
        Street = $"{chance.One(Names.Streets)} {chance.One(Names.StreetKinds)}", Place = chance.Percent(40) ? chance.One(Names.Places) : null,
        City = chance.One(Names.Cities), State = chance.One(States), PostalCode = string.Create(CultureInfo.InvariantCulture, $"{chance.Between(2000, 6999)}"),
    };

    public static string NewPhone(Chance chance) => $"0{chance.Between(2, 8)} {chance.Digits(4)} {chance.Digits(4)}";
}
