using HieImaging.Identity.Matching;
using Xunit;

namespace HieImaging.Tests.Identity.Matching;

public sealed class NormalisationTests
{
    [Theory]
    [InlineData("Müller", "MULLER")]
    [InlineData("O’Brien", "OBRIEN")]
    [InlineData("Meyer-Schmidt", "MEYER SCHMIDT")]
    [InlineData("Иванов", "IVANOV")]
    [InlineData("Щербакова", "SHCHERBAKOVA")]
    [InlineData("Παπαδόπουλος", "PAPADOPOULOS")]
    [InlineData("Łukasz", "LUKASZ")]
    [InlineData("Jose\u0301", "JOSE")]
    [InlineData(" -- ", "")]
    public void Words_are_romanised(string said, string words) => Assert.Equal(words, string.Join(' ', FoldedText.Words(said)));

    [Theory]
    [InlineData("Sergey", "Sergei")]
    [InlineData("Müller", "Mueller")]
    [InlineData("Yulia", "Julia")]
    [InlineData("Schukow", "Zhukov")]
    [InlineData("Philip", "Filip")]
    [InlineData("Aleksandr", "Alexandr")]
    public void Transliterations_of_one_name_have_one_spelling(string one, string other) => Assert.Equal(Spelled(one), Spelled(other));

    [Theory]
    [InlineData("1970-03-02", 1970, 3, 2)]
    [InlineData("19700302", 1970, 3, 2)]
    [InlineData("1970", 1970, 0, 0)]
    [InlineData("1970-03", 1970, 3, 0)]
    [InlineData("31.12.1970", 1970, 12, 31)]
    [InlineData("1970-01-01", 1970, 0, 0)]
    [InlineData("1900-01-01", 0, 0, 0)]
    [InlineData("1900", 0, 0, 0)]
    [InlineData("1899-12-30", 0, 0, 0)]
    [InlineData("unknown", 0, 0, 0)]
    [InlineData(null, 0, 0, 0)]
    public void A_date_says_what_is_known_of_it(string? said, int year, int month, int day) =>
        Assert.Equal(new ComparableDate(year, month, day), ComparableDate.Of(said));

    [Theory]
    [InlineData("+1 (555) 234-8890", "552348890")]
    [InlineData("0049 30 4466778", "304466778")]
    [InlineData("000-000-0000", "")]
    [InlineData("123456789", "")]
    [InlineData("999 999 9999", "")]
    [InlineData("12345", "")]
    public void A_telephone_is_its_last_digits(string said, string digits) => Assert.Equal(digits, PhoneDigits.Of(said));

    [Theory]
    [InlineData("Unknown", "Baby Boy", true, true)]
    [InlineData("Doe", "Jane", true, true)]
    [InlineData("Rivera", "Baby", false, true)]
    [InlineData("Rivera", "Newborn Girl 2", false, true)]
    [InlineData("Doe", "Margaret", false, false)]
    public void Placeholders_are_missing(string family, string given, bool noFamily, bool noGiven)
    {
        var record = Comparable.Of(Said(family, given));
        Assert.Equal((noFamily, noGiven), (record.Family.IsMissing, record.Given.IsMissing));
    }

    [Theory]
    [InlineData("12 North Main Street, Apt 4", "12 N MAIN ST # 4")]
    [InlineData("7 Pridhamstreet", "7 Pridham St")]
    [InlineData("Hauptstraße 5", "Hauptstr. 5")]
    [InlineData("8 Stanley Street, Miami", "Miami, 8 Stanley St")]
    public void Addresses_written_differently_are_one(string one, string other)
    {
        var (a, b) = (At(one), At(other));
        Assert.True(AddressComparison.Line(a, b) <= 1, $"{a.Street} | {b.Street}");
        Assert.True(AddressComparison.HouseNumber(a, b) <= 1, $"{a.Numbers} | {b.Numbers}");
    }

    [Theory]
    [InlineData("02139-4307", "021394307", "02139")]
    [InlineData("D-80331", "80331", "80331")]
    [InlineData("SW1A 1AA", "sw1a1aa", "SW1A1AA")]
    [InlineData("00000", "99999", "")]
    public void Postal_codes_have_one_spelling(string one, string other, string code)
    {
        Assert.Equal(code, AddressWords.PostalCode(FoldedText.Words(one)));
        Assert.Equal(code, AddressWords.PostalCode(FoldedText.Words(other)));
    }

    [Theory]
    [InlineData("Smith Jr.", null, 2)]
    [InlineData("Smith", "III", 3)]
    [InlineData("Smith", "Sr", 1)]
    [InlineData("Smith", "MD", 0)]
    public void A_generation_is_no_part_of_the_name(string family, string? suffix, int generation)
    {
        var record = Comparable.Of(Said(family, "John") with { Suffix = suffix });
        Assert.Equal((generation, "SMITH"), (record.Generation, record.Family.Joined));
    }

    [Fact]
    public void A_record_comes_back_from_its_bytes()
    {
        var record = Comparable.Of(new Demographics(
            "Иванова", ["Anna", "Maria"], "Jr", "1970-03-02", "female", "12B Main Street, Unit 4", "St. Mary", "New York", "10001-1234",
            ["555 234 8890"], [new("urn:oid:1.2.3", "AB-12 34", "MR")]) { OtherFamilies = ["Petrova"] });
        var bytes = record.ToBytes();
        Assert.Equal(bytes, Comparable.FromBytes(bytes).ToBytes());
        Assert.Equal(BlockingKeys.Of(record), BlockingKeys.Of(Comparable.FromBytes(bytes)));
    }

    private static string Spelled(string name) => PlainSpelling.Of(string.Concat(FoldedText.Words(name)));

    private static Demographics Said(string family, string given) => new(family, [given], null, null, null, null, null, null, null, [], []);

    private static ComparableAddress At(string line) => ComparableAddress.Of(Said("x", "y") with { Line = line });
}
