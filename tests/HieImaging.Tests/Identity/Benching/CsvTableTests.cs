using HieImaging.Bench.Identity;
using Xunit;

namespace HieImaging.Tests.Identity.Benching;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "1|2")]
    [InlineData("\uFEFFa,b\r\n1,2\r\n", "1|2")]
    [InlineData("a, b\n 1 , 2 ", "1|2")]                                   // blanks around, no line end
    [InlineData("a,b\n\"1,5\",\"say \"\"two\"\"\"\n", "1,5|say \"two\"")]
    [InlineData("a,b\n1, \"2\n3\"\n", "1|2\n3")]
    [InlineData("a,b\n1\n", "1|")]                                         // what is missing at the end is empty
    [InlineData("a,b\n1,2,\n", "1|2")]
    [InlineData("a;b\n1;2,5\n", "1|2,5")]
    [InlineData("a\tb\n1\t2\n\n", "1|2")]
    [InlineData("a,b\n5' 3\",x\n", "5' 3\"|x")]                            // a quote inside a value is a quote
    public void A_row_is_read_as_it_was_meant(string text, string row) =>
        Assert.Equal(row, string.Join('|', Assert.Single(CsvTable.Read(new StringReader(text)).Rows)));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("a,b\n1,2,3\n")]
    [InlineData("a,b\n1,\"2\n")]
    public void What_is_no_table_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => CsvTable.Read(new StringReader(text)));
}
