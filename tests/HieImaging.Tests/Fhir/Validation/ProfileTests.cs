using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using Xunit;

namespace HieImaging.Tests.Fhir.Validation;

/// <summary>Each rule that an ElementDefinition can make, on a profile that makes only this one.</summary>
public sealed class ProfileTests
{
    private const string Sliced = """
        {"id":"Patient.identifier","slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"closed"}},
        {"id":"Patient.identifier:mrn","min":1,"max":"1"},{"id":"Patient.identifier:mrn.system","fixedUri":"urn:oid:1.2"},{"id":"Patient.identifier:mrn.value","min":1},
        {"id":"Patient.identifier:other","max":"*"},{"id":"Patient.identifier:other.system","fixedUri":"urn:oid:1.3"}
        """;

    private const string ByPattern = """
        {"id":"Patient.identifier","slicing":{"discriminator":[{"type":"pattern","path":"type"}],"rules":"open"}},
        {"id":"Patient.identifier:mrn","min":1},{"id":"Patient.identifier:mrn.type","patternCodeableConcept":{"coding":[{"system":"http://s","code":"MR"}]}},
        {"id":"Patient.identifier:mrn.system","min":1}
        """;

    private const string Nested = """
        {"id":"Patient.contact","slicing":{"discriminator":[{"type":"value","path":"gender"}],"rules":"open"}},
        {"id":"Patient.contact:she"},{"id":"Patient.contact:she.gender","fixedCode":"female"},
        {"id":"Patient.contact:she.telecom","slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"open"}},
        {"id":"Patient.contact:she.telecom:phone","min":1},{"id":"Patient.contact:she.telecom:phone.system","fixedCode":"phone"}
        """;

    private const string Resliced = """
        {"id":"Patient.identifier","slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"open"}},
        {"id":"Patient.identifier:a","slicing":{"discriminator":[{"type":"value","path":"use"}],"rules":"closed"}},{"id":"Patient.identifier:a.system","fixedUri":"urn:oid:1.2"},
        {"id":"Patient.identifier:a/b","max":"1"},{"id":"Patient.identifier:a/b.use","fixedCode":"official"}
        """;

    private const string Ordered = """
        {"id":"Patient.name","slicing":{"discriminator":[{"type":"value","path":"use"}],"ordered":true,"rules":"openAtEnd"}},
        {"id":"Patient.name:one"},{"id":"Patient.name:one.use","fixedCode":"official"},{"id":"Patient.name:two"},{"id":"Patient.name:two.use","fixedCode":"usual"}
        """;

    private const string Extensions = """
        {"id":"Patient.extension:custodian","min":1,"max":"1","type":[{"code":"Extension","profile":["https://hieimaging.org/fhir/StructureDefinition/imaging-study-custodian"]}]}
        """;

    [Theory]
    [InlineData("""{"id":"Patient.birthDate","min":1}""", """ "active":true """, "required Patient.birthDate")]
    [InlineData("""{"id":"Patient.birthDate","min":1}""", """ "birthDate":"1970" """, null)]
    [InlineData("""{"id":"Patient.birthDate","min":1}""", """ "_birthDate":{"extension":[{"url":"http://x","valueCode":"unknown"}]} """, null)]
    [InlineData("""{"id":"Patient.photo","max":"0"}""", """ "photo":[{"url":"http://x"}] """, "structure Patient.photo")]
    [InlineData("""{"id":"Patient.name","min":1,"max":"1"},{"id":"Patient.name.family","min":1}""", """ "name":[{"text":"x"},{"family":"y"}] """, "structure Patient.name;required Patient.name[0].family")]
    [InlineData("""{"id":"Patient.active","fixedBoolean":true}""", """ "active":false """, "value Patient.active")]
    [InlineData("""{"id":"Patient.active","fixedBoolean":true}""", """ "active":true """, null)]
    [InlineData("""{"id":"Patient.maritalStatus","fixedCodeableConcept":{"text":"x"}}""", """ "maritalStatus":{"text":"x","coding":[{"code":"M"}]} """, "value Patient.maritalStatus")]
    [InlineData("""{"id":"Patient.maritalStatus","patternCodeableConcept":{"coding":[{"code":"M"}]}}""", """ "maritalStatus":{"text":"x","coding":[{"code":"S"},{"code":"M","display":"y"}]} """, null)]
    [InlineData("""{"id":"Patient.maritalStatus","patternCodeableConcept":{"coding":[{"code":"M"}]}}""", """ "maritalStatus":{"text":"M"} """, "value Patient.maritalStatus")]
    [InlineData("""{"id":"Patient.deceased[x]","type":[{"code":"boolean"}]}""", """ "deceasedDateTime":"2024" """, "structure Patient.deceasedDateTime")]
    [InlineData("""{"id":"Patient.deceased[x]","min":1}""", """ "deceasedDateTime":"2024" """, null)]
    [InlineData("""{"id":"Patient.deceased[x]","min":1}""", """ "active":true """, "required Patient.deceased")]
    [InlineData("""{"id":"Patient.deceased[x]:deceasedBoolean","type":[{"code":"boolean"}],"fixedBoolean":false}""", """ "deceasedBoolean":true """, "value Patient.deceasedBoolean")]
    [InlineData("""{"id":"Patient.name.family","maxLength":3}""", """ "name":[{"family":"Meier"}] """, "too-long Patient.name[0].family")]
    [InlineData("""{"id":"Patient.gender","binding":{"strength":"required","valueSet":"https://hieimaging.org/fhir/ValueSet/study-status"}}""", """ "gender":"male" """, "code-invalid Patient.gender")]
    [InlineData("""{"id":"Patient.maritalStatus","binding":{"strength":"required","valueSet":"http://hl7.org/fhir/ValueSet/condition-clinical|4.0.1"}}""", """ "maritalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]} """, null)]
    [InlineData("""{"id":"Patient.maritalStatus","binding":{"strength":"required","valueSet":"http://hl7.org/fhir/ValueSet/condition-clinical"}}""", """ "maritalStatus":{"coding":[{"system":"http://elsewhere","code":"active"}]} """, "code-invalid Patient.maritalStatus")]
    [InlineData("""{"id":"Patient.managingOrganization","type":[{"code":"Reference","targetProfile":["https://hieimaging.org/fhir/StructureDefinition/hie-organization"]}]}""", """ "managingOrganization":{"reference":"Organization/1"} """, null)]
    [InlineData("""{"id":"Patient.generalPractitioner","type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Practitioner"]}]}""", """ "generalPractitioner":[{"reference":"Organization/1"}] """, "value Patient.generalPractitioner[0]")]
    [InlineData("""{"id":"Patient","constraint":[{"key":"x-1","severity":"error","human":"A name","expression":"name.exists()"}]}""", """ "active":true """, "invariant Patient")]
    [InlineData("""{"id":"Patient.name","constraint":[{"key":"x-1","severity":"error","human":"A family","expression":"family.exists()"}]}""", """ "name":[{"family":"x"},{"text":"y"}] """, "invariant Patient.name[1]")]
    [InlineData(Sliced, """ "identifier":[{"system":"urn:oid:1.2","value":"1"},{"system":"urn:oid:1.3"}] """, null)]
    [InlineData(Sliced, """ "identifier":[{"system":"urn:oid:1.3","value":"1"}] """, "required Patient.identifier")]
    [InlineData(Sliced, """ "identifier":[{"system":"urn:oid:1.2"}] """, "required Patient.identifier[0].value")]
    [InlineData(Sliced, """ "identifier":[{"system":"urn:oid:1.2","value":"1"},{"system":"urn:oid:1.2","value":"2"}] """, "structure Patient.identifier")]
    [InlineData(Sliced, """ "identifier":[{"system":"urn:oid:1.2","value":"1"},{"system":"urn:oid:1.4"}] """, "structure Patient.identifier[1]")]
    [InlineData(ByPattern, """ "identifier":[{"type":{"coding":[{"system":"http://s","code":"MR","display":"x"}]},"system":"http://x"}] """, null)]
    [InlineData(ByPattern, """ "identifier":[{"type":{"coding":[{"system":"http://s","code":"MR"}]}}] """, "required Patient.identifier[0].system")]
    [InlineData(ByPattern, """ "identifier":[{"type":{"text":"MR"}}] """, "required Patient.identifier")]
    [InlineData(Nested, """ "contact":[{"gender":"female","telecom":[{"system":"phone","value":"1"}]}] """, null)]
    [InlineData(Nested, """ "contact":[{"gender":"male","telecom":[{"system":"email","value":"1"}]},{"gender":"female","telecom":[{"system":"email","value":"1"}]}] """, "required Patient.contact[1].telecom")]
    [InlineData(Resliced, """ "identifier":[{"system":"urn:oid:1.2","use":"official"},{"system":"urn:oid:2.9"}] """, null)]
    [InlineData(Resliced, """ "identifier":[{"system":"urn:oid:1.2","use":"official"},{"system":"urn:oid:1.2","use":"official"}] """, "structure Patient.identifier")]
    [InlineData(Resliced, """ "identifier":[{"system":"urn:oid:1.2","use":"temp"}] """, "structure Patient.identifier[0]")]
    [InlineData(Ordered, """ "name":[{"use":"official"},{"use":"usual"},{"use":"old"}] """, null)]
    [InlineData(Ordered, """ "name":[{"use":"usual"},{"use":"official"}] """, "structure Patient.name[1]")]
    [InlineData(Ordered, """ "name":[{"use":"old"},{"use":"official"}] """, "structure Patient.name[1]")]
    [InlineData(Extensions, """ "extension":[{"url":"https://hieimaging.org/fhir/StructureDefinition/imaging-study-custodian","valueReference":{"reference":"Organization/1"}},{"url":"http://x","valueCode":"x"}] """, null)]
    [InlineData(Extensions, """ "extension":[{"url":"https://hieimaging.org/fhir/StructureDefinition/imaging-study-custodian","valueString":"x"}] """, "structure Patient.extension[0].valueString")]
    [InlineData(Extensions, """ "extension":[{"url":"http://x","valueCode":"x"}] """, "required Patient.extension")]
    [InlineData("""{"id":"Patient.identifier","slicing":{"discriminator":[{"type":"exists","path":"period"}],"rules":"open"}},{"id":"Patient.identifier:old","max":"0"},{"id":"Patient.identifier:old.period","min":1},{"id":"Patient.identifier:new"},{"id":"Patient.identifier:new.period","max":"0"}""",
        """ "identifier":[{"value":"1"},{"value":"2","period":{"end":"2020"}}] """, "structure Patient.identifier")]
    [InlineData("""{"id":"Patient.generalPractitioner","slicing":{"discriminator":[{"type":"type","path":"resolve()"}],"rules":"open"}},{"id":"Patient.generalPractitioner:house","min":1,"type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Organization"]}]}""",
        """ "generalPractitioner":[{"reference":"Practitioner/1"}] """, "required Patient.generalPractitioner")]
    [InlineData("""{"id":"Patient.generalPractitioner","slicing":{"discriminator":[{"type":"type","path":"resolve()"}],"rules":"open"}},{"id":"Patient.generalPractitioner:house","min":1,"type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Organization"]}]}""",
        """ "generalPractitioner":[{"reference":"Organization/1"}] """, null)]
    public void A_profile_asks_what_its_differential_says(string elements, string content, string? wrong)
    {
        var profile = Profile("Patient", elements);

        var errors = Errors(profile, $$"""{"resourceType":"Patient",{{content}}}""");

        Assert.Equal(wrong is null ? [] : wrong.Split(';'), errors);
    }

    [Theory]
    [InlineData("Organization", "required Bundle.entry")]
    [InlineData("Patient", null)]
    public void Entries_are_sliced_by_what_is_in_them(string type, string? wrong)
    {
        var profile = Profile("Bundle", """
            {"id":"Bundle.entry","slicing":{"discriminator":[{"type":"type","path":"resource"}],"rules":"open"}},
            {"id":"Bundle.entry:who","min":1},{"id":"Bundle.entry:who.resource","min":1,"type":[{"code":"Patient"}]}
            """);

        var name = type == "Patient" ? "[{\"text\":\"x\"}]" : "\"x\"";
        var errors = Errors(profile, $$"""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"{{type}}","name":{{name}} } }]}""");

        Assert.Equal(wrong is null ? [] : [wrong], errors);
    }

    [Fact]
    public void A_derived_profile_narrows_the_slices_of_its_base()
    {
        var wide = Profile("Patient", Sliced);
        var narrow = ProfileReader.Read(Definition("Patient", """{"id":"Patient.identifier:other","max":"0"}""", wide.Url), url => url == wide.Url ? wide : null);

        Assert.Equal(["structure Patient.identifier"],
            Errors(narrow, """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2","value":"1"},{"system":"urn:oid:1.3"}]}"""));
        Assert.Empty(Errors(narrow, """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2","value":"1"}]}"""));
    }

    [Theory]
    [InlineData("Patient", """{"id":"Patient.colour","min":1}""")]
    [InlineData("Patient", """{"id":"Patient.name.colour","min":1}""")]
    [InlineData("Human", """{"id":"Human.name","min":1}""")]
    [InlineData("Patient", """{"id":"Patient.birthDate","minValueDate":"1900-01-01"}""")]
    public void What_cannot_be_enforced_is_no_profile(string type, string elements) =>
        Assert.Throws<InvalidDataException>(() => Profile(type, elements));

    [Fact]
    public void A_profile_is_for_its_own_type() =>
        Assert.Equal(["structure Organization"], Errors(Profile("Patient", """{"id":"Patient.name"}"""), """{"resourceType":"Organization","name":"x"}"""));

    private static Profile Profile(string type, string elements) => ProfileReader.Read(Definition(type, elements, "http://hl7.org/fhir/StructureDefinition/" + type), _ => null);

    private static JsonElement Definition(string type, string elements, string @base) => JsonDocument.Parse($$"""
        {
          "resourceType": "StructureDefinition", "url": "http://test/{{type}}", "type": "{{type}}", "derivation": "constraint",
          "baseDefinition": "{{@base}}", "differential": { "element": [{ "id": "{{type}}" }, {{elements}} ] }
        }
        """).RootElement;

    private static IEnumerable<string> Errors(Profile profile, string text) =>
        Validator.Validate(ValidatorTests.Read(text), profile)
            .Where(issue => issue.Severity == IssueSeverity.Error)
            .Select(issue => $"{issue.Code} {issue.Expression}");
}
