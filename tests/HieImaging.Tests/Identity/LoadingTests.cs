using System.Text;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Identity.Loading;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class LoadingTests
{
    private static readonly AssigningAuthority Authority = AssigningAuthority.Parse("urn:oid:1.2.3.1");

    [Fact]
    public async Task A_row_becomes_the_patient_that_a_feed_would_send()
    {
        var record = Assert.Single(await CsvAsync("""
            id,family,given,suffix,birthDate,gender,line,city,state,postalCode,phone,identifier|http://hl7.org/fhir/sid/us-ssn
            N1,"O""Brien, von",Ana,Jr,19700302,F,1 Elm St,Springfield,IL,62701,555-0100,123-45-6780
            """));
        var read = Assert.IsType<LoadRecord.Read>(record);
        Assert.Equal("N1", read.Own.Value);
        Assert.Equal(
            string.Concat(
                """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3.1","value":"N1"},{"system":"urn:oid:2.16.840.1.113883.4.1","value":"123-45-6780"}],""",
                """ "name":[{"family":"O\"Brien, von","given":["Ana"],"suffix":["Jr"]}],"telecom":[{"system":"phone","value":"555-0100"}],"gender":"female",""".TrimStart(),
                """ "birthDate":"1970-03-02","address":[{"line":["1 Elm St"],"city":"Springfield","state":"IL","postalCode":"62701"}]}""".TrimStart()),
            Encoding.UTF8.GetString(read.Patient.Bytes.Span));
    }

    [Fact]
    public async Task What_a_row_does_not_say_is_not_said() => Assert.Equal(
        """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3.1","value":"N1"}]}""",
        Encoding.UTF8.GetString(Assert.IsType<LoadRecord.Read>(Assert.Single(await CsvAsync("id,family,line,phone\nN1, ,,\n"))).Patient.Bytes.Span));

    [Theory]
    [InlineData("id,family\nN1,A,B\n", 2, "number of fields")]
    [InlineData("id,family\n,A\n", 2, "no id")]
    [InlineData("id,birthDate\nN1,31.12.1970\n", 2, "at Patient.birthDate")]
    [InlineData("id,gender\nN1,lady\n", 2, "at Patient.gender")]
    [InlineData("id,family\nN1,\"two\nlines\"\nN2,\"open\n", 4, "quote is not closed")]
    public async Task A_row_is_refused_by_its_line_and_by_no_value(string csv, long line, string reason)
    {
        var refused = Assert.Single((await CsvAsync(csv)).OfType<LoadRecord.Refused>());
        Assert.Equal(line, refused.Line);
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    // A quote is left open on line 2; the next one, which opens a field on line 4, closes it.
    [Fact]
    public async Task A_row_that_swallowed_others_is_nobody_and_says_how_far_it_reaches()
    {
        var records = await CsvAsync("id,family,given\nN1,\"Rivera,Ana\nN2,Okafor,Ben\nN3,\"O'Neil\",Pat\nN4,Lund,\"Eva\" \n");
        Assert.Equal(["N4"], records.OfType<LoadRecord.Read>().Select(read => read.Own.Value));
        var refused = Assert.Single(records.OfType<LoadRecord.Refused>());
        Assert.Equal(2, refused.Line);
        Assert.Contains("up to line 4", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_a_quoted_header() =>
        Assert.Equal("N1", Assert.IsType<LoadRecord.Read>(Assert.Single(await CsvAsync("\uFEFF\"id\",\"family\"\nN1,Rivera\n"))).Own.Value);

    [Fact]
    public async Task Columns_are_mapped_by_hand_and_by_name()
    {
        var mapping = new[] { ("id", "rec_id"), ("given", "first"), ("given", "middle"), ("identifier|urn:oid:1.2.9", "soc") };
        var record = Assert.Single(await CsvAsync("rec_id,first,middle,family,soc\nN1,Ana,Maria,Rivera,S9\n", mapping));
        var patient = Assert.IsType<LoadRecord.Read>(record).Patient.Root;
        Assert.Equal("""{"family":"Rivera","given":["Ana","Maria"]}""", patient.GetProperty("name")[0].GetRawText());
        Assert.Equal("S9", patient.GetProperty("identifier")[1].GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("family,given", "", "No column is the id")]
    [InlineData("id,family", "nickname=family", "no field nickname")]
    [InlineData("id,family", "given=first", "one column first")]
    [InlineData("id,id", "", "one column id")]
    [InlineData("id,a,b", "family=a;family=b", "mapped twice")]
    [InlineData("id,family,birthdate", "", "nearly the field birthDate")]
    public void A_header_that_does_not_fit_is_told(string header, string mapping, string problem) => Assert.Contains(
        problem,
        CsvColumns.Of(header.Split(','), [.. mapping.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).Select(pair => (pair[0], pair[1]))]).Problem,
        StringComparison.Ordinal);

    [Fact]
    public async Task Each_line_of_ndjson_is_judged_for_itself()
    {
        var text = string.Join('\n',
            """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3.1","value":"N1"}]}""",
            "",
            "{",
            """{"resourceType":"Practitioner"}""",
            """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3.2","value":"N1"}]}""",
            """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3.1","value":"N1"},{"system":"urn:oid:1.2.3.1","value":"N2"}]}""",
            """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3.1","value":"N3"}],"link":[{"other":{"reference":"Patient/x"},"type":"seealso"}]}""",
            new string('x', BoundedLines.Longest + 1),
            """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.3.1","value":"N9"}]}""");
        var records = new List<LoadRecord>();
        await foreach (var record in NdjsonPatients.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), Authority, CancellationToken.None))
            records.Add(record);
        Assert.Equal([1, 9], records.OfType<LoadRecord.Read>().Select(read => read.Line));
        Assert.Equal([3, 4, 5, 6, 7, 8], records.OfType<LoadRecord.Refused>().Select(refused => refused.Line));
    }

    private static async Task<List<LoadRecord>> CsvAsync(string csv, params (string, string)[] mapping)
    {
        var rows = new CsvRows(new StringReader(csv));
        var header = await rows.ReadAsync(CancellationToken.None);
        var (columns, problem) = CsvColumns.Of(header!.Value.Fields!, mapping);
        Assert.Null(problem);
        var records = new List<LoadRecord>();
        await foreach (var record in CsvPatients.ReadAsync(rows, columns!, Authority, CancellationToken.None))
            records.Add(record);
        return records;
    }
}
