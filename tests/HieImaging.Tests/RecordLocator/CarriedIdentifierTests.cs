using System.Text.Json;
using HieImaging.RecordLocator.Persons;
using Xunit;

namespace HieImaging.Tests.RecordLocator;

public sealed class CarriedIdentifierTests
{
    [Fact]
    public void One_number_under_two_spellings_of_its_system_is_one()
    {
        using var patient = JsonDocument.Parse("""
            {"identifier":[{"system":"http://hl7.org/fhir/sid/us-ssn","value":"536-90-4399"},{"system":"urn:oid:2.16.840.1.113883.4.1","value":"536-90-4399"},{"value":"7"}]}
            """);
        Assert.Equal(new CarriedIdentifier("urn:oid:2.16.840.1.113883.4.1", "536-90-4399"), Assert.Single(CarriedIdentifier.In(patient.RootElement).Distinct()));
    }
}
