using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Dicom;
using HieImaging.Registry.Querying;
using HieImaging.Tests.Trust;
using HieImaging.Trust.Callers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace HieImaging.Tests.Registry;

public sealed class ObjectQueryReaderTests
{
    private static readonly Caller North = Members.Caller(ParticipantKind.Ehr, "TREAT");

    [Theory]
    [InlineData("?0020000D=1.2.3&StudyDate=20240101-&PatientName=DOE*", 3)]
    [InlineData("?00100020=7&fuzzymatching=false&limit=101&offset=0&includefield=00081030%2C00080060", 0)]
    [InlineData("?StudyInstanceUID=", 1)]
    [InlineData("?includefield=all&includefield=StudyDescription", 0)]
    public void A_query_is_read_by_keyword_and_by_tag(string text, int keys) => Assert.Equal(keys, Accepted(text).Keys.Count);

    [Theory]
    [InlineData("?limit=-1")]
    [InlineData("?limit=many")]
    [InlineData("?offset=1.5")]
    [InlineData("?fuzzymatching=maybe")]
    [InlineData("?includefield=NoSuchThing")]
    [InlineData("?NoSuchThing=1")]
    [InlineData("?PatientWeight=80")]
    [InlineData("?PixelData=x")]
    [InlineData("?StudyDate=yesterday")]
    [InlineData("?StudyInstanceUID=x")]
    [InlineData("?StudyDate=20240101&StudyDate=20240102")]
    [InlineData("?IssuerOfPatientID=1.2.6.1")]
    [InlineData("?PatientID=7&IssuerOfPatientID=NOBODY")]
    [InlineData("?PatientID=7%5E%5E%5E%261.2.6.2%26ISO&IssuerOfPatientID=1.2.6.1")]
    [InlineData("?PatientID=7&IssuerOfPatientIDQualifiersSequence.UniversalEntityID=1.2.6.1&00100024.00400033=DNS")]
    [InlineData("?RequestAttributesSequence.ScheduledProcedureStepID=1")]
    public void What_cannot_be_answered_is_refused_and_its_value_not_repeated(string text)
    {
        var refused = Assert.IsType<ObjectQueryReading.Refused>(Read(text));
        Assert.Equal(400, refused.Status);
        Assert.DoesNotContain(QueryHelpers.ParseQuery(text).SelectMany(pair => pair.Value), value => value!.Length > 3 && refused.Text.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void More_than_is_given_at_once_is_cut_and_fuzziness_is_warned_of()
    {
        var query = Accepted("?limit=1000000&offset=7&fuzzymatching=true&includefield=PatientWeight,StudyDescription");
        Assert.Equal((ObjectQueryReader.MostResults(QueryLevel.Study), 7, 2), (query.Limit, query.Offset, query.Warnings.Count));
        Assert.Contains("fuzzymatching", query.Warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?PatientID=7", "7|1.2.6.1")]
    [InlineData("?PatientID=7&IssuerOfPatientID=1.2.6.2", "7|1.2.6.2")]
    [InlineData("?PatientID=7&IssuerOfPatientID=urn:oid:1.2.6.2", "7|1.2.6.2")]
    [InlineData("?00100020=7&00100024.00400032=1.2.6.2&00100024.00400033=ISO", "7|1.2.6.2")]
    [InlineData("?PatientID=7%5E%5E%5E%261.2.6.2%26ISO", "7|1.2.6.2")]
    [InlineData("?PatientID=7%5E%5E%5E%261.2.6.2%26ISO&IssuerOfPatientID=1.2.6.2", "7|1.2.6.2")]
    public void A_bare_number_is_the_callers_own_and_an_issuer_names_another(string text, string meant)
    {
        var patient = Accepted(text).Patient!;
        Assert.Equal(meant, $"{patient.Number}|{Assert.Single(patient.Authorities)}");
    }

    [Fact]
    public void Who_gives_out_no_numbers_has_no_bare_ones() =>
        Assert.IsType<ObjectQueryReading.Refused>(
            ObjectQueryReader.Read(QueryLevel.Study, Members.Caller(ParticipantKind.Ehr, "TREAT", id: "west"), new(), Query("?PatientID=7")));

    [Theory]
    [InlineData("1.2.3", null, QueryLevel.Instance, 1, "Series,Instance")]
    [InlineData("1.2.3", "1.2.4", QueryLevel.Instance, 2, "Instance")]
    [InlineData(null, null, QueryLevel.Instance, 0, "Study,Series,Instance")]
    [InlineData("1.2.3", null, QueryLevel.Series, 1, "Series")]
    public void What_the_address_names_is_a_key_and_what_it_leaves_out_is_told(string? study, string? series, object level, int keys, string levels)
    {
        var address = new RouteValueDictionary();
        if (study is not null)
            address["study"] = study;
        if (series is not null)
            address["series"] = series;
        var query = Assert.IsType<ObjectQueryReading.Accepted>(ObjectQueryReader.Read((QueryLevel)level, North, address, Query(""))).Query;
        Assert.Equal((keys, levels), (query.Keys.Count, string.Join(',', query.Levels.Order())));
    }

    [Theory]
    [InlineData("custodian", "nobody")]
    [InlineData("custodian", "NORTH!")]
    [InlineData("study", "x")]
    public void An_address_of_nothing_is_404(string part, string value) =>
        Assert.Equal(404, Assert.IsType<ObjectQueryReading.Refused>(
            ObjectQueryReader.Read(QueryLevel.Series, North, new RouteValueDictionary { [part] = value }, Query(""))).Status);

    [Theory]
    [InlineData("1.2.6.1|7", "", "7", "1.2.6.1")]                              // filed at the caller's own
    [InlineData("1.2.6.2|9", "8", "8", "1.2.6.1")]                             // elsewhere, and known to the caller
    [InlineData("1.2.6.2|9", "", "9^^^&1.2.6.2&ISO", "1.2.6.2")]               // elsewhere only
    public void A_patient_is_shown_under_the_callers_number_or_one_that_cannot_be_taken_for_it(string filed, string own, string number, string authority)
    {
        var (of, value) = (AssigningAuthority.Parse(filed.Split('|')[0]), filed.Split('|')[1]);
        List<PatientIdentifier> known = own.Length == 0 ? [] : [PatientIdentifier.Create(AssigningAuthority.Parse("1.2.6.1"), own)];
        var shown = ShownPatient.Of(PatientIdentifier.Create(of, value), known, ["1.2.6.1"], null);
        Assert.Equal((number, authority), (shown.Number, shown.Authority.Oid.Text));
    }

    [Fact]
    public void A_patient_who_was_asked_for_is_shown_under_the_number_that_was_asked()
    {
        var filed = PatientIdentifier.Create(AssigningAuthority.Parse("1.2.6.1"), "7");
        var shown = ShownPatient.Of(filed, [], ["1.2.6.1"], Accepted("?PatientID=9&IssuerOfPatientID=1.2.6.2").Patient);
        Assert.Equal(("9", "1.2.6.2"), (shown.Number, shown.Authority.Oid.Text));
        Assert.Equal("7", ShownPatient.Of(filed, [PatientIdentifier.Create(filed.Authority, "70")], ["1.2.6.1"], Accepted("?PatientID=?").Patient).Number);
    }

    private static ObjectQuery Accepted(string text) => Assert.IsType<ObjectQueryReading.Accepted>(Read(text)).Query;

    private static ObjectQueryReading Read(string text) => ObjectQueryReader.Read(QueryLevel.Study, North, new(), Query(text));

    private static QueryCollection Query(string text) => new(QueryHelpers.ParseQuery(text));
}
