using HieImaging.Bench.Identity;
using Xunit;

namespace HieImaging.Tests.Identity.Benching;

public sealed class SaidRecordTests
{
    private const string Febrl =
        "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id\n"
        + "rec-7-org, ana, rivera, 8, stanley street, miami, winston hills, 4223, nsw, 19151111, 5304218\n";

    [Fact]
    public void Febrls_columns_are_known()
    {
        var said = Read(Febrl).Said;
        Assert.Equal(("rivera", "ana", "1915-11-11", "8 stanley street, miami", "winston hills", "nsw", "4223"),
            (said.Family, said.Given[0], said.BirthDate, said.Line, said.City, said.State, said.PostalCode));
        Assert.Equal(("urn:column:soc_sec_id", "5304218"), (Assert.Single(said.Identifiers).System, said.Identifiers[0].Value));
    }

    [Fact]
    public void A_field_of_another_column_is_mapped_and_an_identifier_as_often_as_there_are()
    {
        var said = Read("key,n1,n2,tel,card,passport\nx,ana,rivera,555 1234567,77123,P9911\n",
            "id=key,given=n1,family=n2", "phone=tel", "identifier=card,identifier=passport").Said;
        Assert.Equal(("ana", "rivera", "555 1234567"), (said.Given[0], said.Family, said.Phones[0]));
        Assert.Equal(["urn:column:card", "urn:column:passport"], said.Identifiers.Select(identifier => identifier.System));
    }

    [Theory]
    [InlineData("identifier")]
    [InlineData("soc_sec_id")]
    public void A_field_or_column_is_left_out(string without) => Assert.Empty(Read(Febrl, [], [without]).Said.Identifiers);

    [Theory]
    [InlineData("19151111", "1915-11-11")]
    [InlineData("1915/11/11", "1915-11-11")]
    [InlineData("1915-11-11", "1915-11-11")]
    [InlineData("191511", "1915-11")]
    [InlineData("1915", "1915")]
    [InlineData("11/12/1915", "11/12/1915")]
    [InlineData("19155411", "1915-54-11")]                                 // not always a date: the product judges that
    public void A_date_is_written_as_FHIR_writes_it(string said, string date) => Assert.Equal(date, SaidRecord.FhirDate(said));

    [Theory]
    [InlineData("given=nobody")]
    [InlineData("nothing=surname")]
    [InlineData("given")]
    public void A_map_that_names_nothing_is_refused(string map) => Assert.Throws<InvalidDataException>(() => Read(Febrl, map));

    [Fact]
    public void What_to_leave_out_has_to_be_there() => Assert.Throws<InvalidDataException>(() => Read(Febrl, [], ["passport"]));

    private static SaidRecord Read(string text, params string[] maps) => Read(text, maps, []);

    private static SaidRecord Read(string text, string[] maps, string[] without)
    {
        var table = CsvTable.Read(new StringReader(text));
        return Assert.Single(SaidRecord.ReadAll(table, SaidColumns.Of(table.Columns, maps, without)));
    }
}
