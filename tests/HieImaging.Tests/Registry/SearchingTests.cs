using HieImaging.Fhir.Search;
using HieImaging.Manifests;
using HieImaging.Registry.Registering;
using HieImaging.Registry.Searching;
using Xunit;

namespace HieImaging.Tests.Registry;

public sealed class SearchingTests
{
    [Theory]
    [InlineData("urn:dicom:uid|urn:oid:1.2.3", "study_uid =")]
    [InlineData("urn:dicom:uid|1.2.3", "study_uid =")]
    [InlineData("urn:ietf:rfc:3986|urn:oid:1.2.3", "study_uid =")]
    [InlineData("urn:oid:1.2.3", "study_uid =")]
    [InlineData("1.2.3", "study_uid =")]
    [InlineData("1.2.3", "accessions @>")]
    [InlineData("A-1", "accessions @>")]
    [InlineData("urn:oid:1.2.9|A-1", "accessions @>")]
    [InlineData("urn:oid:1.2.9|", "starts_with(")]
    public void An_identifier_is_found_in_every_spelling_that_users_try(string asked, string sql) =>
        Assert.Contains(sql, StudyIdentifier.Where(Token(asked))!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("|A-1")]
    [InlineData("urn:dicom:uid|A-1")]
    public void What_no_study_can_be_called_finds_nothing(string asked) => Assert.Null(StudyIdentifier.Where(Token(asked)));

    [Fact]
    public void A_start_with_an_offset_is_its_second_whatever_the_zone()
    {
        var (from, to) = StartedInterval.Of(new Moment(new DateOnly(2026, 5, 4), new TimeOnly(1, 2, 3), 120), null);
        Assert.Equal(new DateTimeOffset(2026, 5, 3, 23, 2, 3, TimeSpan.Zero), from);
        Assert.Equal(from!.Value.AddSeconds(1), to);
    }

    [Fact]
    public void A_start_without_zone_or_time_is_its_day()
    {
        var (from, to) = StartedInterval.Of(new Moment(new DateOnly(2026, 5, 4), new TimeOnly(1, 2, 3), null), null);
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero), from);
        Assert.Equal(from!.Value.AddDays(1), to);
        Assert.Equal((null, null), StartedInterval.Of(null, null));
        Assert.Equal((null, null), StartedInterval.Of(new Moment(DateOnly.MaxValue, new TimeOnly(23, 59, 59), 0), null));
    }

    private static TokenValue Token(string text) => ((SearchReading<TokenValue>.Accepted)TokenValue.Parse("identifier", text)).Value;
}
