using System.Text.Json;
using HieImaging.Fhir.FhirPath;
using Xunit;

namespace HieImaging.Tests.Fhir.FhirPath;

/// <summary>The semantics of FHIRPath N1 (2.0) as a table: expression, what it comes to.</summary>
public sealed class FhirPathExpressionTests
{
    private static readonly JsonElement Patient = JsonDocument.Parse("""
        {
          "resourceType": "Patient", "id": "p1",
          "contained": [{"resourceType": "Organization", "id": "org", "name": "North"}],
          "extension": [{"url": "http://e/a", "valueInteger": 7}, {"url": "http://e/b", "valueCode": "x"}],
          "identifier": [{"system": "urn:oid:1.2", "value": "A"}, {"system": "urn:oid:1.3", "value": "B"}],
          "active": true,
          "name": [
            {"use": "official", "family": "Chalmers", "given": ["Peter", "James"], "period": {"start": "2001", "end": "2002-03-04"}},
            {"use": "usual", "given": ["Jim", null], "_given": [null, {"id": "g2", "extension": [{"url": "http://e/g", "valueString": "hidden"}]}]}
          ],
          "birthDate": "1974-12-25",
          "_birthDate": {"extension": [{"url": "http://e/t", "valueDateTime": "1974-12-25T14:35:45-05:00"}]},
          "_gender": {"extension": [{"url": "http://e/absent", "valueCode": "unknown"}]},
          "deceasedBoolean": false,
          "multipleBirthInteger": 2,
          "managingOrganization": {"reference": "#org"}
        }
        """).RootElement;

    [Theory]
    // Literals, precedence
    [InlineData("'a\\'b\\u0041\\n'.length()", "5")]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("-1.abs() + 2", "1")]
    [InlineData("7 div 2", "3")]
    [InlineData("-7 div 2", "-3")]
    [InlineData("7 mod 2", "1")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("1 / 0", "")]
    [InlineData("1 div 0", "")]
    [InlineData("9223372036854775807 + 1", "")]
    [InlineData("'a' + 'b'", "ab")]
    [InlineData("'a' + {}", "")]
    [InlineData("'a' & {} & 'b'", "ab")]
    [InlineData("1 + 1 = 2 and 2 > 1", "true")]
    [InlineData("1 | 2 | 1", "1, 2")]
    [InlineData("1 in 1 | 2", "true")]
    [InlineData("// words\n1 /* more */ + 1", "2")]
    [InlineData("{}", "")]
    [InlineData("@2014-01 + 1 month", "2014-02")]
    [InlineData("@2016-02-29 + 1 year", "2017-02-28")]
    [InlineData("@2014 + 24 months", "2016")]
    [InlineData("@2014-01-31 - 1 month", "2013-12-31")]
    [InlineData("@T23:30:00 + 1 hour", "00:30:00")]
    [InlineData("@2019-03-01T10:00:00Z + 90 minutes", "2019-03-01T11:30:00Z")]
    // Three truths
    [InlineData("true and {}", "")]
    [InlineData("false and {}", "false")]
    [InlineData("{} and false", "false")]
    [InlineData("true or {}", "true")]
    [InlineData("{} or true", "true")]
    [InlineData("{} or false", "")]
    [InlineData("true xor {}", "")]
    [InlineData("true xor false", "true")]
    [InlineData("{} implies true", "true")]
    [InlineData("{} implies false", "")]
    [InlineData("false implies {}", "true")]
    [InlineData("true implies {}", "")]
    [InlineData("{}.not()", "")]
    [InlineData("1.not()", "false")]
    [InlineData("'x' and true", "true")]
    // Equality, equivalence, order
    [InlineData("1 = 1.0", "true")]
    [InlineData("'A' = 'a'", "false")]
    [InlineData("'A\\tb' ~ 'a B'", "true")]
    [InlineData("'A  b' ~ 'a B'", "false")]
    [InlineData("{} = {}", "")]
    [InlineData("{} ~ {}", "true")]
    [InlineData("1 = 'x'", "false")]
    [InlineData("1 != 'x'", "true")]
    [InlineData("(1|2) = (1|2)", "true")]
    [InlineData("(1|2) = (2|1)", "false")]
    [InlineData("(1|2) ~ (2|1)", "true")]
    [InlineData("1.25 ~ 1.3", "true")]
    [InlineData("@2012 = @2012-01", "")]
    [InlineData("@2012 = @2013-01", "false")]
    [InlineData("@2012 ~ @2012-01", "false")]
    [InlineData("@2012-01-01T10:00:00+02:00 = @2012-01-01T08:00:00Z", "true")]
    [InlineData("@2012-01-01T10:00:00 = @2012-01-01T10:00:00.000", "true")]
    [InlineData("@2012-01 < @2012-02-03", "true")]
    [InlineData("@2012-01 <= @2012-01-03", "")]
    [InlineData("@T10:30 < @T10:31:00", "true")]
    [InlineData("@T10:30 < @T10:30:10", "")]
    [InlineData("4 'g' = 4000 'mg'", "true")]
    [InlineData("1 'g' < 2 'kg'", "true")]
    [InlineData("1 'g' < 2 'mmHg'", "")]
    [InlineData("1 'wk' = 7 days", "true")]
    [InlineData("1 year = 1 'a'", "")]
    [InlineData("1 year ~ 1 'a'", "true")]
    [InlineData("'b' > 'a'", "true")]
    // Navigation, choices, siblings
    [InlineData("name.given", "Peter, James, Jim, ")]
    [InlineData("name.given.count()", "4")]
    [InlineData("Patient.name.family", "Chalmers")]
    [InlineData("Resource.id", "p1")]
    [InlineData("Observation.id", "")]
    [InlineData("name[0].given[1]", "James")]
    [InlineData("name[7]", "")]
    [InlineData("name[-1]", "")]
    [InlineData("deceased", "false")]
    [InlineData("deceasedBoolean", "")]
    [InlineData("multipleBirth + 1", "3")]
    [InlineData("extension.value", "7, x")]
    [InlineData("extension('http://e/a').value", "7")]
    [InlineData("birthDate.extension('http://e/t').value > @1974-12-25T00:00:00Z", "true")]
    [InlineData("gender.exists()", "true")]
    [InlineData("gender.hasValue()", "false")]
    [InlineData("gender.extension.value", "unknown")]
    [InlineData("name.given.extension.value", "hidden")]
    [InlineData("name.given.id", "g2")]
    [InlineData("birthDate.hasValue()", "true")]
    [InlineData("birthDate = @1974-12-25", "true")]
    [InlineData("birthDate < @1974-12-26", "true")]
    [InlineData("active.getValue()", "true")]
    [InlineData("contained.name", "North")]
    [InlineData("managingOrganization.resolve().name", "North")]
    [InlineData("nothing.of.that", "")]
    [InlineData("`name`.`family`", "Chalmers")]
    [InlineData("children().count() > id.count()", "true")]
    [InlineData("name[0].children().count()", "5")]
    [InlineData("name[1].children().count()", "3")]
    [InlineData("descendants().where($this is Period).start", "2001")]
    [InlineData("descendants().as(id)", "p1, org")]
    // Functions
    [InlineData("name.exists(use = 'usual')", "true")]
    [InlineData("name.where(use = 'usual').given.first()", "Jim")]
    [InlineData("name.all(given.exists())", "true")]
    [InlineData("{}.all(false)", "true")]
    [InlineData("(true | false).allTrue()", "false")]
    [InlineData("(true | false).anyTrue()", "true")]
    [InlineData("(true | false).anyFalse()", "true")]
    [InlineData("false.allFalse()", "true")]
    [InlineData("(1 | 2).subsetOf(1 | 2 | 3)", "true")]
    [InlineData("(1 | 2 | 3).supersetOf(1 | 2)", "true")]
    [InlineData("1.combine(1).distinct()", "1")]
    [InlineData("1.combine(1).isDistinct()", "false")]
    [InlineData("identifier.select(system & '#' & value)", "urn:oid:1.2#A, urn:oid:1.3#B")]
    [InlineData("name.select(given.first())", "Peter, Jim")]
    [InlineData("identifier.value.select($index)", "0, 1")]
    [InlineData("(1|2|3).where($this > 1)", "2, 3")]
    [InlineData("1.repeat(iif($this < 4, $this + 1, {}))", "2, 3, 4")]
    [InlineData("(1|2|3).aggregate($this + $total, 0)", "6")]
    [InlineData("(3|1|2).aggregate(iif($total.empty(), $this, iif($this < $total, $this, $total)))", "1")]
    [InlineData("(1|2|3).first()", "1")]
    [InlineData("(1|2|3).last()", "3")]
    [InlineData("(1|2|3).tail()", "2, 3")]
    [InlineData("(1|2|3).skip(1)", "2, 3")]
    [InlineData("(1|2|3).take(2)", "1, 2")]
    [InlineData("(1|2|3).skip(9)", "")]
    [InlineData("(1|2|3).intersect(2|3|4)", "2, 3")]
    [InlineData("(1|2|3).exclude(2)", "1, 3")]
    [InlineData("(1|2).union(2|3)", "1, 2, 3")]
    [InlineData("1.single()", "1")]
    [InlineData("iif(true, 'a', 1 / 'x')", "a")]
    [InlineData("iif({}, 'a')", "")]
    [InlineData("name.first().use.iif($this = 'official', 'o', 'u')", "o")]
    [InlineData("'17'.toInteger()", "17")]
    [InlineData("'17.5'.toInteger()", "")]
    [InlineData("'17.5'.toDecimal()", "17.5")]
    [InlineData("'x'.convertsToInteger()", "false")]
    [InlineData("'yes'.toBoolean()", "true")]
    [InlineData("1.toString() + true.toString()", "1true")]
    [InlineData("'2015-02'.toDate()", "2015-02")]
    [InlineData("'2015-13'.convertsToDate()", "false")]
    [InlineData("'2015-02-04T14:34:28Z'.toDateTime()", "2015-02-04T14:34:28Z")]
    [InlineData("'14:30'.toTime()", "14:30")]
    [InlineData("'4 days'.toQuantity()", "4 days")]
    [InlineData("'4 \\'mg\\''.toQuantity() = 4 'mg'", "true")]
    [InlineData("'abcdefg'.indexOf('cd')", "2")]
    [InlineData("'abcdefg'.indexOf('x')", "-1")]
    [InlineData("'abcdefg'.substring(3)", "defg")]
    [InlineData("'abcdefg'.substring(1, 2)", "bc")]
    [InlineData("'abcdefg'.substring(9)", "")]
    [InlineData("'abc'.startsWith('ab') and 'abc'.endsWith('bc') and 'abc'.contains('b')", "true")]
    [InlineData("'aBc'.upper() & 'aBc'.lower()", "ABCabc")]
    [InlineData("'abcab'.replace('ab', '-')", "-c-")]
    [InlineData("'abc'.replace('', 'x')", "xaxbxcx")]
    [InlineData("'abc'.matches('^[a-c]+$')", "true")]
    [InlineData("'abc\\n'.matches('^[a-c]+$')", "false")]
    [InlineData("'11/30/1972'.replaceMatches('(?<m>[0-9]+)/(?<d>[0-9]+)/(?<y>[0-9]+)', '${y}-${m}-${d}')", "1972-11-30")]
    [InlineData("'abc'.toChars()", "a, b, c")]
    [InlineData("'a,b'.split(',').join(';')", "a;b")]
    [InlineData("1.5.ceiling() + 1.5.floor() + (-1.5).truncate()", "2")]
    [InlineData("1.256.round(2)", "1.26")]
    [InlineData("2.power(10)", "1024")]
    [InlineData("(-1).sqrt()", "")]
    [InlineData("16.log(2)", "4")]
    [InlineData("now() = now()", "true")]
    [InlineData("today().toString().length()", "10")]
    [InlineData("now() >= today()", "")]
    [InlineData("1.trace('x') + 1", "2")]
    // Types
    [InlineData("$this is Patient", "true")]
    [InlineData("$this is DomainResource", "true")]
    [InlineData("$this.is(FHIR.Observation)", "false")]
    [InlineData("id is id and id is string", "true")]
    [InlineData("active is boolean", "true")]
    [InlineData("active is System.Boolean", "false")]
    [InlineData("1 is Integer and 1.0 is Decimal and 'x' is System.String", "true")]
    [InlineData("deceased.ofType(boolean)", "false")]
    [InlineData("deceased.ofType(dateTime)", "")]
    [InlineData("multipleBirth as integer", "2")]
    [InlineData("active.type().name & 1.type().namespace", "booleanSystem")]
    // Environment
    [InlineData("%resource.id = id and %context.id = id and %rootResource.id = id", "true")]
    [InlineData("%ucum", "http://unitsofmeasure.org")]
    [InlineData("%sct & %loinc", "http://snomed.info/scthttp://loinc.org")]
    [InlineData("%\"vs-administrative-gender\"", "http://hl7.org/fhir/ValueSet/administrative-gender")]
    [InlineData("%`ext-patient-birthTime`", "http://hl7.org/fhir/StructureDefinition/patient-birthTime")]
    [InlineData("name.first().memberOf('http://v')", "")]
    [InlineData("conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')", "true")]
    [InlineData("conformsTo('http://elsewhere')", "")]
    [InlineData("identifier contains identifier.first()", "true")]
    [InlineData("identifier.first() in identifier", "true")]
    [InlineData("{} in identifier", "")]
    public void An_expression_comes_to(string expression, string items)
    {
        var scope = new PathScope(FhirNode.Resource(Patient), FhirNode.Resource(Patient));
        var found = FhirPathExpression.Compile(expression).Evaluate(FhirNode.Resource(Patient), scope);

        Assert.Null(scope.Fault);
        Assert.Equal(items, string.Join(", ", found.Select(item => item.AsText)));
    }

    [Theory]
    [InlineData("name.given + 'x'")]
    [InlineData("name.family and name.given")]
    [InlineData("name.single()")]
    [InlineData("1 < 'x'")]
    [InlineData("1 + 'x'")]
    [InlineData("name['x']")]
    [InlineData("'a'.matches('(')")]
    [InlineData("'a'.matches('(?=a)')")]
    [InlineData("name.given.allTrue()")]
    public void What_cannot_be_evaluated_is_a_fault_and_no_exception(string expression)
    {
        var scope = new PathScope(FhirNode.Resource(Patient), FhirNode.Resource(Patient));

        Assert.Equal(PathTruth.Failed, FhirPathExpression.Compile(expression).Test(FhirNode.Resource(Patient), scope));
        Assert.NotNull(scope.Fault);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("name.", 5)]
    [InlineData("name.where(", 11)]
    [InlineData("name.unheardOf()", 5)]
    [InlineData("name.where()", 5)]
    [InlineData("name.exists(a, b)", 5)]
    [InlineData("a b", 2)]
    [InlineData("'a", 0)]
    [InlineData("'\\q'", 2)]
    [InlineData("/* x", 0)]
    [InlineData("@2015-13", 0)]
    [InlineData("%unheardOf", 0)]
    [InlineData("$this is Unheard", 9)]
    [InlineData("a ? b", 2)]
    [InlineData("1 + and", 4)]
    [InlineData("99999999999999999999999999999999999", 0)]
    public void What_is_no_expression_is_refused_with_its_place(string text, int position)
    {
        Assert.False(FhirPathExpression.TryCompile(text, out _, out var fault));
        Assert.Equal(position, fault.Position);
    }
}
