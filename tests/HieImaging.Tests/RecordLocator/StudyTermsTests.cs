using System.Text;
using HieImaging.RecordLocator.Studies;
using Xunit;

namespace HieImaging.Tests.RecordLocator;

public sealed class StudyTermsTests
{
    [Fact]
    public void A_resource_is_found_by_the_codes_and_the_words_that_it_says() => Assert.Equal(
        [
            "basedon:A1", "basedon=urn:oid:1.2|A1", "bodysite:77", "bodysite=http://snomed.info/sct|77", "bodysite~ARM", "bodysite~HEAD AND NECK",
            "dicom-class:1.2.840.2", "interpreter~KEN OKADA", "reason:25", "reason=|25", "reason~HEADACHE", "referrer~DR ADA",
        ],
        StudyTerms.In(Encoding.UTF8.GetBytes("""
            {"resourceType":"ImagingStudy","referrer":{"display":" Dr  Ada"},"interpreter":[{"display":"Ken Okada"}],
             "basedOn":[{"identifier":{"system":"urn:oid:1.2","value":"A1"}}],"reasonCode":[{"coding":[{"code":"25"}],"text":"Headache"}],
             "series":[{"uid":"1","bodySite":{"system":"http://snomed.info/sct","code":"77","display":"Head and neck"},
                        "instance":[{"uid":"2","sopClass":{"code":"urn:oid:1.2.840.2"}},{"uid":"4","sopClass":{"code":"urn:oid:1.2.840.2"}}]},
                       {"uid":"3","bodySite":{"display":"ARM"}}]}
            """)).Order(StringComparer.Ordinal).OrderBy(term => term.Split(':', '=', '~')[0], StringComparer.Ordinal));

    [Fact]
    public void A_resource_that_says_nothing_of_it_has_no_terms() =>
        Assert.Empty(StudyTerms.In("""{"resourceType":"ImagingStudy","status":"available","series":[{"uid":"1"}]}"""u8.ToArray()));

    [Theory]
    [InlineData(null, "77", "study.terms @> $1")]
    [InlineData("http://snomed.info/sct", "77", "study.terms @> $1")]
    [InlineData("http://snomed.info/sct", "", "exists (select from unnest(study.terms) term where starts_with(term, $1))")]
    public void A_code_is_looked_for_in_the_index(string? system, string code, string sql) =>
        Assert.Equal(sql, StudyTerms.Coded("bodysite", system, code).ToString());

    [Fact]
    public void Words_are_compared_in_upper_case_and_bounded()
    {
        Assert.Equal("HEAD AND NECK", StudyTerms.Folded(" head  and\tneck "));
        Assert.Equal(256, StudyTerms.Folded(new string('x', 5000)).Length);
    }
}
