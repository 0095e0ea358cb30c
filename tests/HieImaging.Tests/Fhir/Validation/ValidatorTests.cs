using System.Text;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using Xunit;

namespace HieImaging.Tests.Fhir.Validation;

public sealed class ValidatorTests
{
    private const string Study = "\"resourceType\":\"ImagingStudy\",\"status\":\"available\"";

    [Theory]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"Patient/1\"}}", null)]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"http://elsewhere/fhir/Patient/1/_history/3\"}}", null)]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0\"}}", null)]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"Patient?identifier=a|b\"}}", null)]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"Practitioner/1\"}}", "value ImagingStudy.subject")]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"http://elsewhere/fhir/Endpoint/1\"}}", "value ImagingStudy.subject")]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"Person_/1\"}}", null)]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"Human/1\"}}", "value ImagingStudy.subject")]
    [InlineData("{" + Study + ",\"subject\":{\"type\":\"Practitioner\",\"display\":\"x\"}}", "value ImagingStudy.subject")]
    [InlineData("{" + Study + ",\"subject\":{\"type\":\"http://hl7.org/fhir/StructureDefinition/Patient\",\"display\":\"x\"}}", null)]
    [InlineData("{" + Study + ",\"subject\":{\"type\":\"Human\",\"display\":\"x\"}}", "value ImagingStudy.subject")]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"Patient/1\",\"type\":\"Group\"}}", "value ImagingStudy.subject")]
    [InlineData("{" + Study + ",\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"p\"}],\"subject\":{\"reference\":\"#p\"}}", null)]
    [InlineData("{" + Study + ",\"subject\":{\"reference\":\"#p\"}}", "invariant ImagingStudy.subject")]
    [InlineData("{" + Study + ",\"contained\":[{\"resourceType\":\"OperationDefinition\",\"id\":\"o\",\"name\":\"O\",\"status\":\"active\",\"kind\":\"query\",\"code\":\"o\",\"resource\":[\"Patient\"],\"system\":false,\"type\":true,\"instance\":false}],\"subject\":{\"reference\":\"#o\"}}", "value ImagingStudy.subject")]
    [InlineData("{" + Study + ",\"contained\":[{\"resourceType\":\"Endpoint\",\"id\":\"e\",\"status\":\"active\",\"connectionType\":{\"code\":\"x\"},\"payloadType\":[{\"text\":\"x\"}],\"address\":\"http://x\"}],\"subject\":{\"reference\":\"#e\"}}", "value ImagingStudy.subject")]
    [InlineData("{" + Study + ",\"subject\":{\"display\":\"x\"},\"series\":[{\"uid\":\"1.2\",\"modality\":{\"code\":\"CT\"},\"performer\":[{\"actor\":{\"reference\":\"Endpoint/1\"}}]}]}", "value ImagingStudy.series[0].performer[0].actor")]
    public void A_reference_is_of_a_type_that_its_element_may_refer_to(string text, string? wrong) => Expect(text, wrong);

    [Theory]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}]}""", "invariant Patient")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}],"managingOrganization":{"reference":"#o"}}""", null)]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Provenance","id":"o","target":[{"reference":"#"}],"recorded":"2024-01-01T00:00:00Z","agent":[{"who":{"display":"x"}}]}]}""", null)]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x","meta":{"versionId":"1"}}],"managingOrganization":{"reference":"#o"}}""", "invariant Patient")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x","meta":{"security":[{"code":"R"}]}}],"managingOrganization":{"reference":"#o"}}""", "invariant Patient")]
    [InlineData("""{"resourceType":"Patient","name":[{"id":"a"}]}""", "invariant Patient.name[0]")]
    [InlineData("""{"resourceType":"Patient","_birthDate":{"id":"a"}}""", "invariant Patient.birthDate")]
    [InlineData("""{"resourceType":"Patient","birthDate":"1970","_birthDate":{"id":"a"}}""", null)]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A",null]}]}""", "invariant Patient.name[0].given[1]")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["A",null],"_given":[null,{"extension":[{"url":"http://x","valueCode":"y"}]}]}]}""", null)]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"http://x"}]}""", "invariant Patient.extension[0]")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"http://x","valueCode":"a","extension":[{"url":"http://y","valueCode":"b"}]}]}""", "invariant Patient.extension[0]")]
    public void What_holds_on_every_element_holds(string text, string? wrong) => Expect(text, wrong);

    [Theory]
    [InlineData("""{"resourceType":"Patient","contact":[{"gender":"male"}]}""", "invariant Patient.contact[0]")]
    [InlineData("""{"resourceType":"Patient","identifier":[{"value":"1","period":{"start":"2024-02","end":"2024-01"}}]}""", "invariant Patient.identifier[0].period")]
    [InlineData("""{"resourceType":"Patient","identifier":[{"value":"1","period":{"start":"2024-02-03T10:00:00Z","end":"2024-02-03"}}]}""", null)]
    [InlineData("""{"resourceType":"Patient","telecom":[{"value":"1"}]}""", "invariant Patient.telecom[0]")]
    [InlineData("""{"resourceType":"Organization","active":true}""", "invariant Organization")]
    [InlineData("""{"resourceType":"Organization","name":"x","address":[{"use":"home","text":"x"}]}""", "invariant Organization.address[0]")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","total":1}""", "invariant Bundle")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"link":[{"relation":"self","url":"http://x"}]}]}""", "invariant Bundle.entry[0]")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Organization","active":true}}]}""", "invariant Bundle.entry[0].resource")]
    [InlineData("""{"resourceType":"Bundle","type":"document","timestamp":"2024-01-01T00:00:00Z","identifier":{"system":"http://x","value":"1"},"entry":[{"resource":{"resourceType":"Organization","name":"x"}}]}""", "invariant Bundle")]
    [InlineData("""{"resourceType":"Parameters","parameter":[{"name":"a","valueCode":"x","part":[{"name":"b","valueCode":"y"}]}]}""", "invariant Parameters.parameter[0]")]
    [InlineData("""{"resourceType":"List","status":"current","mode":"working","emptyReason":{"text":"x"},"entry":[{"item":{"display":"x"}}]}""", "invariant List")]
    [InlineData("""{"resourceType":"Task","status":"ready","intent":"order","authoredOn":"2024-02-01","lastModified":"2024-01-01"}""", "invariant Task")]
    [InlineData("""{"resourceType":"Consent","status":"active","scope":{"text":"x"},"category":[{"text":"x"}]}""", "invariant Consent")]
    [InlineData("""{"resourceType":"AuditEvent","type":{"code":"x"},"recorded":"2024-01-01T00:00:00Z","agent":[{"requestor":true}],"source":{"observer":{"display":"x"}},"entity":[{"name":"x","query":"eA=="}]}""", "invariant AuditEvent.entity[0]")]
    [InlineData("""{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"display":"x"},"orderDetail":[{"text":"x"}]}""", "invariant ServiceRequest")]
    [InlineData("""{"resourceType":"DocumentReference","status":"current","content":[{"attachment":{"data":"eA=="}}]}""", "invariant DocumentReference.content[0].attachment")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueString":"x","dataAbsentReason":{"text":"x"}}""", "invariant Observation")]
    [InlineData("""{"resourceType":"RiskAssessment","status":"final","subject":{"display":"x"},"prediction":[{"probabilityRange":{"low":{"value":1,"code":"kg","system":"http://unitsofmeasure.org"}}}]}""", "invariant RiskAssessment.prediction[0].probabilityRange")]
    public void An_invariant_of_R4_is_enforced_where_it_is_declared(string text, string? wrong) => Expect(text, wrong);

    [Fact]
    public void Best_practice_is_a_warning()
    {
        var issue = Assert.Single(Validate("""{"resourceType":"Patient","active":true}"""));

        Assert.Equal(IssueSeverity.Warning, issue.Severity);
        Assert.StartsWith("dom-6", issue.Diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_in_a_Bundle_is_of_the_type_of_the_entry_that_it_names()
    {
        const string Url = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0";
        Expect($$$"""{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"{{{Url}}}","resource":{"resourceType":"Organization","name":"x"}},{"resource":{{{{Study}}},"subject":{"reference":"{{{Url}}}"} } }]}""",
            "value Bundle.entry[1].resource.subject");
    }

    [Fact]
    public void A_profile_that_is_claimed_and_not_held_is_told() => Assert.Contains(
        Validate("""{"resourceType":"Patient","meta":{"profile":["http://elsewhere/profile"]}}"""),
        issue => issue is { Severity: IssueSeverity.Warning, Code: "not-supported", Expression: "Patient.meta.profile[0]" });

    [Fact]
    public void Every_invariant_of_the_table_is_understood()
    {
        foreach (var (path, invariant) in InvariantTable.All)
            Assert.True(HieImaging.Fhir.FhirPath.FhirPathExpression.TryCompile(invariant.Expression, out _, out var fault), $"{path} {invariant.Key}: {fault}");
        Assert.True(InvariantTable.All.Count() > 200);
    }

    private static void Expect(string text, string? wrong)
    {
        var errors = Validate(text).Where(issue => issue.Severity == IssueSeverity.Error).Select(issue => $"{issue.Code} {issue.Expression}");
        Assert.Equal(wrong is null ? [] : [wrong], errors);
    }

    private static IReadOnlyList<FhirIssue> Validate(string text) => Validator.Validate(Read(text));

    internal static FhirResource Read(string text) => FhirJson.Read(Encoding.UTF8.GetBytes(text)) switch
    {
        FhirReading.Accepted accepted => accepted.Resource,
        FhirReading.Refused refused => throw new Xunit.Sdk.XunitException(Encoding.UTF8.GetString(OperationOutcome.Write(refused.Issues.ToList()))),
        _ => throw new InvalidOperationException(),
    };
}
