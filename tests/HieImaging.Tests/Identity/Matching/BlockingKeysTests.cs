using HieImaging.Identity.Candidates;
using HieImaging.Identity.Matching;
using Xunit;

namespace HieImaging.Tests.Identity.Matching;

public sealed class BlockingKeysTests
{
    private const int Most = 26;

    private static readonly Demographics Ana = new(
        "Rivera", ["Ana"], null, "1970-03-02", "female", "12 Sinclair Street", "Springfield", "IL", "62704", ["217 555 2348"], [new("urn:oid:1.2.3", "512346789")]);

    public static TheoryData<string, object> Found => new()
    {
        { "names exchanged", Only(Ana with { Family = "Ana", Given = ["Rivera"] }) },
        { "a married name", Only(Ana with { Family = "Ortiz" }) },
        { "another given name", Only(Ana with { Given = ["Anita"] }) },
        { "a year mistaken", Ana with { BirthDate = "1976-03-02", Identifiers = [], Phones = [] } },
        { "no birth date", Ana with { BirthDate = null, Identifiers = [], Phones = [] } },
        { "moved", Ana with { Line = "9 High Road", City = "Dover", PostalCode = "19901", Identifiers = [], Phones = [] } },
        { "the number alone", new Demographics(null, [], null, null, null, null, null, null, null, [], Ana.Identifiers) },
        { "the telephone alone", new Demographics(null, [], null, null, null, null, null, null, null, Ana.Phones, []) },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public void Who_may_be_the_same_is_found(string claim, object other) =>
        Assert.True(Keys(Ana).Intersect(Keys((Demographics)other)).Any(), claim);

    [Fact]
    public void Placeholders_have_no_key() => Assert.Empty(Keys(new Demographics(
        "Unknown", ["Baby"], null, "1900-01-01", "male", "unknown", "unknown", null, "00000", ["000 000 0000"], [new("urn:oid:1.2.3", "999999999")])));

    // HAPI #5657: candidates were searched with half of the parameters where a record lacked the other half, and everybody came.
    [Theory]
    [InlineData(null, null, null, null, 0)]                                    // a family name alone
    [InlineData("Ana", null, null, null, 0)]                                   // both names
    [InlineData(null, "1970-03-02", null, null, 1)]                            // a birth date with a name
    [InlineData(null, null, "62704", null, 0)]
    [InlineData("Ana", null, "62704", null, 1)]
    [InlineData(null, null, "62704", "Springfield", 0)]                        // a town says nothing of a person
    [InlineData("Ana", null, null, "Springfield", 1)]
    public void Hapi_5657_a_key_is_made_only_where_the_record_has_all_of_its_parts(string? given, string? born, string? postal, string? city, int keys) =>
        Assert.Equal(keys, Keys(new Demographics("Rivera", given is null ? [] : [given], null, born, null, null, city, null, postal, [], [])).Count);

    [Fact]
    public void A_record_has_few_keys() => Assert.InRange(Keys(Ana).Count, 5, Most);

    [Fact]
    public void Of_a_record_of_nobody_no_more_keys_are_made_than_tell_that_it_is_one()
    {
        var phones = Enumerable.Range(2_345_678, 1_000_000).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var record = Comparable.Of(Ana) with { Phones = new Counted<string>(phones, BucketKey.Most + 1) };
        Assert.Equal(BucketKey.Most + 1, BucketKey.Of(record).Count);
    }

    [Fact]
    public void Another_secret_makes_other_keys() =>
        Assert.Empty(Keys(Ana).Intersect(BlockingKeys.Of(Comparable.Of(Ana), [1, 2, 3])));

    [Fact]
    public void One_number_of_two_systems_is_two_keys() => Assert.Empty(
        Keys(new Demographics(null, [], null, null, null, null, null, null, null, [], [new("urn:oid:1.2.3", "512346789")]))
            .Intersect(Keys(new Demographics(null, [], null, null, null, null, null, null, null, [], [new("urn:oid:1.2.4", "512346789")]))));

    // Fails where more is read of it.
    private sealed class Counted<T>(IEnumerable<T> items, int most) : IReadOnlyList<T>
    {
        public int Count => throw new NotSupportedException();

        public T this[int index] => throw new NotSupportedException();

        public IEnumerator<T> GetEnumerator() => items.Select((item, at) => at < most ? item : throw new InvalidOperationException("All are read.")).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static Demographics Only(Demographics said) => said with { Line = null, City = null, PostalCode = null, Phones = [], Identifiers = [] };

    private static IReadOnlyList<long> Keys(Demographics said) => BlockingKeys.Of(Comparable.Of(said));
}
