using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Searching;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HieImaging.Tests.FhirServer;

public sealed class SearchPlanTests
{
    [Theory]
    [InlineData("status=available", "(study.status = $1)")]
    [InlineData("status=a,b", "(study.status = $1 or study.status = $2)")]
    [InlineData("status=a&status=b", "(study.status = $1) and (study.status = $2)")]
    [InlineData("modality=none", "false")]
    [InlineData("modality=none,CT", "(study.modality = $1)")]
    [InlineData("patient=s-1", "(study.subject = $1)")]
    [InlineData("patient=Patient/s-1", "(study.subject = $1)")]
    [InlineData("patient:Patient=s-1", "(study.subject = $1)")]
    [InlineData("patient=http://hie/fhir/Patient/s-1", "(study.subject = $1)")]
    [InlineData("patient=http://elsewhere/fhir/Patient/s-1", "false")]
    [InlineData("patient.identifier=urn:oid:1.2|7", "(study.number = $1)")]
    [InlineData("patient:Patient.identifier=urn:oid:1.2|7", "(study.number = $1)")]
    [InlineData("patient:identifier=urn:oid:1.2|7", "(study.number = $1)")]
    [InlineData("started=2024", "((study.started_from >= $1 and study.started_to <= $2))")]
    [InlineData("started=gt2024", "(study.started_to > $1)")]
    [InlineData("_lastUpdated=ge2024-05-01T00:00:00Z", "(study.last_updated >= $1)")]
    [InlineData("_id=a,b", "(study.id = $1 or study.id = $2)")]
    [InlineData("status:not=a,b", "not coalesce((study.status = $1 or study.status = $2), false)")]
    [InlineData("modality:not=none", "not coalesce(false, false)")]
    [InlineData("started:missing=true", "not (study.started_from is not null)")]
    [InlineData("started:missing=false", "(study.started_from is not null)")]
    [InlineData("_id:not=a", "not coalesce((study.id = $1), false)")]
    [InlineData("body-site=a", "(study.site = $1)")]
    [InlineData("body-site:text=a", "(study.words = $1)")]
    [InlineData("endpoint.status=active", "study.endpoints && array(select endpoint.id from sample.endpoint endpoint where not endpoint.deleted and (true) and (endpoint.status = $1))")]
    [InlineData("endpoint.status:not=active", "study.endpoints && array(select endpoint.id from sample.endpoint endpoint where not endpoint.deleted and (true) and not coalesce((endpoint.status = $1), false))")]
    [InlineData("patient.family:exact=x", "study.subject in (select patient.id from sample.patient patient where not patient.deleted and (patient.custodian = $1) and (patient.kind = 'p') and (patient.family = $2))")]
    [InlineData("patient:Patient.birthdate:missing=true", "study.subject in (select patient.id from sample.patient patient where not patient.deleted and (patient.custodian = $1) and (patient.kind = 'p') and not (patient.born_from is not null))")]
    public void A_term_becomes_a_condition_with_parameters(string query, string sql) =>
        Assert.Equal(sql, SqlFragment.Join(" and ", Planned(query).Conditions).ToString());

    [Theory]
    [InlineData("nothing=1")]
    [InlineData("_has:Endpoint:x:name=y")]
    [InlineData("_has:Endpoint=y")]
    [InlineData("_has:ImagingStudy:patient:_has:ImagingStudy:patient:status=a")]
    [InlineData("_revinclude=Endpoint:x")]
    [InlineData("_revinclude=ImagingStudy:endpoint")]
    [InlineData("_include=Endpoint:organization")]
    [InlineData("patient._has:ImagingStudy:patient:status=a")]
    [InlineData("patient.family.given=x")]
    [InlineData("patient.nothing=x")]
    [InlineData("endpoint:Patient.status=x")]
    [InlineData("endpoint.status:in=x")]
    [InlineData("status.text=x")]
    [InlineData("status:text=x")]
    [InlineData("started:missing=perhaps")]
    [InlineData("started:not=2024")]
    [InlineData("_elements=nothing")]
    [InlineData("_elements=status&_summary=true")]
    [InlineData("_summary=text&_include=ImagingStudy:endpoint")]
    [InlineData("_include=ImagingStudy:endpoint&_summary=text")]
    [InlineData("_total=none,accurate")]
    [InlineData("_offset=999999999999")]
    [InlineData("status:missing=true")]
    [InlineData("patient.general-practitioner.organization.name=x")]
    [InlineData("patient:Device=s-1")]
    [InlineData("patient=Device/s-1")]
    [InlineData("patient=own' OR '1'='1")]
    [InlineData("started=2024-13")]
    [InlineData("_count=-1")]
    [InlineData("_count=1,2")]
    [InlineData("_sort=-started,-started")]
    [InlineData("_sort=secret")]
    [InlineData("_include=*")]
    [InlineData("_include=ImagingStudy:interpreter")]
    [InlineData("_summary=some")]
    [InlineData("_total=all")]
    public void What_is_not_supported_is_refused_and_never_answered_by_none(string query) =>
        Assert.IsType<SearchReading<SearchPlan>.Refused>(Plan(query));

    [Fact]
    public void What_leads_back_is_rewritten_under_the_other_type_s_visibility_and_needs_its_scope()
    {
        var plan = Value(Plan("_has:ImagingStudy:patient:endpoint.status=active&_has:ImagingStudy:patient:status=a", type: SampleDeclaration.Patient));

        Assert.Equal("""
            patient.id in (select person from sample.study where id in (select study.id from sample.study study where not study.deleted and (study.custodian = $1) and (study.status = $2)))
            """, plan.Conditions[^1].ToString());
        Assert.Equal(["Endpoint", "ImagingStudy"], plan.Searched.Select(type => type.Type));
    }

    [Theory]
    [InlineData("_include=ImagingStudy:endpoint", "endpoint.id in (select unnest(endpoints) from sample.study where id in (select unnest($1)))")]
    [InlineData("_include:iterate=ImagingStudy:patient:Patient", "patient.id in (select subject from sample.study where id in (select unnest($1)))")]
    public void An_include_brings_what_the_found_refer_to(string query, string sql) =>
        Assert.Equal(sql, Assert.Single(Planned(query).Includes).Brings(["x"]).ToString());

    [Fact]
    public void A_reverse_include_brings_who_refers_to_the_found()
    {
        var step = Assert.Single(Value(Plan("_revinclude=ImagingStudy:patient", type: SampleDeclaration.Patient)).Includes);
        Assert.Equal("study.subject in (select unnest($1))", step.Brings(["x"]).ToString());
        Assert.Same(SampleDeclaration.Study, step.To);
    }

    [Fact]
    public void A_total_is_told_when_it_costs_nothing_unless_it_is_not_wanted()
    {
        Assert.Null(Planned("status=a").Total);
        Assert.False(Planned("_total=none").Total);
        Assert.True(Planned("_total=estimate").Total);
    }

    [Fact]
    public void A_lenient_caller_s_unsupported_order_and_include_are_left_out_too()
    {
        var plan = Value(Plan("_sort=secret&_include=ImagingStudy:nothing&status=a", lenient: true));

        Assert.Equal(2, plan.Ignored.Count);
        Assert.Equal("status=a", QueryText.Of(plan.Query));
    }

    [Fact]
    public void A_lenient_caller_is_told_what_was_ignored()
    {
        var plan = Value(Plan("nothing=1&status=a", lenient: true));

        Assert.Single(plan.Ignored);
        Assert.Equal("status=a", QueryText.Of(plan.Query));
    }

    [Fact]
    public void A_lenient_caller_s_wrong_modifier_is_still_refused() =>
        Assert.IsType<SearchReading<SearchPlan>.Refused>(Plan("status:in=a", lenient: true));

    [Fact]
    public void Count_is_bounded_and_zero_asks_for_the_total()
    {
        Assert.Equal(FhirBounds.Default.Results, Planned("_count=100000").Count);
        Assert.Equal(0, Planned("_count=0").Count);
        Assert.Equal(0, Planned("_summary=count").Count);
        Assert.Equal(SearchPlan.UsualResults, Planned("status=a").Count);
    }

    [Theory]
    [InlineData("_include=ImagingStudy:*")]
    [InlineData("_include=*")]
    [InlineData("_include:iterate=ImagingStudy:patient")]
    [InlineData("_include=ImagingStudy:endpoint&_include=ImagingStudy:patient&_revinclude=ImagingStudy:endpoint&_include=ImagingStudy:patient:Patient&_include=ImagingStudy:endpoint:Endpoint")]
    [InlineData("patient.organization.name=a")]
    [InlineData("patient.a.b.c.d.e=a")]
    [InlineData("status=a,b,c")]
    public void More_than_the_bounds_is_too_costly(string query) => Assert.Equal("too-costly",
        Assert.IsType<SearchReading<SearchPlan>.Refused>(Plan(query, bounds: new() { Includes = 1, Alternatives = 2 })).Issue.Code);

    [Fact]
    public void A_page_orders_by_the_keys_and_the_id_and_goes_on_behind_the_last_row()
    {
        var sql = SearchSql.Page(SampleDeclaration.Study, Planned("status=a&_sort=-started,_lastUpdated&_count=2"), SqlFragment.Raw("visible"),
            new PagePosition(["2024-01-01 00:00:00+00", "2024-01-02 00:00:00+00"], "x")).ToString();

        Assert.Equal("""
            select study.id, study.version, study.last_updated, study.deleted, (study.subject)::text, (study.started_from)::text, (study.last_updated)::text, study.body from sample.study study
            where not study.deleted and (visible) and (study.status = $1) and (((study.started_from) < $2::timestamptz) or ((study.started_from) = $3::timestamptz and (study.last_updated) > $4::timestamptz) or ((study.started_from) = $5::timestamptz and (study.last_updated) = $6::timestamptz and study.id > $7))
            order by (study.started_from) desc, (study.last_updated), study.id limit $8
            """, sql);
    }

    [Fact]
    public void The_total_counts_under_the_same_conditions() =>
        Assert.Equal("select count(*)::int from sample.study study where not study.deleted and (visible) and (study.status = $1)",
            SearchSql.Total(SampleDeclaration.Study, Planned("status=a&_count=0"), SqlFragment.Raw("visible")).ToString());

    private static SearchPlan Planned(string query) => Value(Plan(query));

    private static SearchReading<SearchPlan> Plan(string query, bool lenient = false, ResourceDeclaration? type = null, FhirBounds? bounds = null) => SearchPlan.Of(
        type ?? SampleDeclaration.Study, Value(SearchQuery.Parse(query)), new SearchContext(new DefaultHttpContext(), "http://hie/fhir") { Bounds = bounds ?? Wide }, SampleDeclaration.Declared, lenient);

    private static readonly FhirBounds Wide = new() { ChainSteps = 3, IncludeRounds = 3, Includes = 5 };

    private static T Value<T>(SearchReading<T> reading) => Assert.IsType<SearchReading<T>.Accepted>(reading).Value;
}
