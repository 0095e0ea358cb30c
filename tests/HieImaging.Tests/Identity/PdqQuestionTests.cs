using System.Text;
using System.Text.Json;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Answering;
using HieImaging.Tests.Trust;
using Xunit;

namespace HieImaging.Tests.Identity;

/// <summary>ITI-21: what is asked, and how a patient is told.</summary>
public sealed class PdqQuestionTests
{
    private static readonly Domain Domain = new(Members.File(ImplicitConsent.Permit) with
    {
        Authorities = Members.NorthAndSouth,
    }, 1);

    [Theory]
    [InlineData("@PID.5.1^Ash~@PID.5.2^Jo*", "Family=Ash Given=Jo*")]
    [InlineData("@PID.5.1.1^MOORE~@PID.7.1^19380224", "Family=MOORE BirthDate=19380224")]
    [InlineData("@PID.3.1^7~@PID.3.4.1^NORTH~@PID.3.4.2^1.2.6.1~@PID.3.4.3^ISO", "Number=7 NumberNamespace=NORTH NumberUniversalId=1.2.6.1 NumberUniversalIdType=ISO")]
    [InlineData("@PID.8^F~@PID.11.3^New Ark~@PID.11.5^30293", "Sex=F City=New Ark PostalCode=30293")]
    [InlineData("@PID.21.1^7~@PID.21.4.1^NORTH~@PID.6.1^Lind", "MothersNumber=7 MothersNumberNamespace=NORTH MothersFamily=Lind")]
    [InlineData("@PID.5.1^Ash~~@PID.5.2^~@PID.8^*", "Family=Ash")]               // nothing said, and anything at all, ask nothing
    [InlineData(@"@PID.5.1^O\T\Neil", "Family=O&Neil")]
    public void Elements_are_read(string elements, string criteria)
    {
        var asked = Assert.IsType<PdqQuestion.Asked>(Read(elements));
        Assert.Equal(criteria, string.Join(' ', asked.Criteria.Select(one => $"{one.Element}={one.Text}")));
    }

    [Theory]
    [InlineData("", "", "I|10^RD", "QPD^1^3", 101)]
    [InlineData("@PID.5.1^*", "", "I|10^RD", "QPD^1^3", 101)]                   // everybody is asked for by nobody
    [InlineData("@PID.3.4.3^ISO", "", "I|10^RD", "QPD^1^3", 101)]                // nor by what says whose a number is, and no number
    [InlineData("@PID.21.4.1^NORTH~@PID.21.4.2^1.2.6.1~@PID.21.4.3^ISO", "^^^NORTH", "I|10^RD", "QPD^1^3", 101)]
    [InlineData("@PID.3.1^7~@PID.3.1^8", "", "I|10^RD", "QPD^1^3^2^1", 102)]     // the first is not left out for the second
    [InlineData("@PID.6.1^Lind~@PID.6.1.1^Lund", "", "I|10^RD", "QPD^1^3^2^1", 102)]
    [InlineData("@PID.5.1^Ash~@PID.3.4.99^X", "", "I|10^RD", "QPD^1^3^2^1", 204)]
    [InlineData("PV1.2^I", "", "I|10^RD", "QPD^1^3^1^1", 204)]
    [InlineData("@PID.5.1^Ash", "^^^NOWHERE", "I|10^RD", "QPD^1^8^1", 204)]
    [InlineData("@PID.5.1^Ash", "^^^NORTH~^^^&9.9&ISO", "I|10^RD", "QPD^1^8^2", 204)]
    [InlineData("@PID.5.1^Ash", "", "D", "RCP^1^1", 103)]
    [InlineData("@PID.5.1^Ash", "", "I|x^RD", "RCP^1^2", 102)]
    [InlineData("@PID.5.1^Ash", "", "I|0^RD", "RCP^1^2", 102)]
    [InlineData("@PID.5.1^Ash", "", "I|10^LI", "RCP^1^2", 102)]
    public void What_cannot_be_asked_is_refused_with_its_place(string elements, string domains, string control, string place, int code)
    {
        var error = Assert.Single(Assert.IsType<PdqQuestion.Refused>(Read(elements, domains, control)).Errors);
        Assert.Equal(code, (int)error.Code);
        Assert.Equal(place, string.Join('^', new object?[] { error.At!.Segment, error.At.Sequence, error.At.Field, error.At.Repetition, error.At.Component }.OfType<object>()));
    }

    [Theory]
    [InlineData("I", "", 100, null)]
    [InlineData("I|10^RD", "", 10, null)]
    [InlineData("I|10", "", 10, null)]
    [InlineData("I|5000^RD", "", 100, null)]
    [InlineData("I|10^RD", "DSC|p-abc2|I", 10, "p-abc2")]
    public void So_many_at_once_from_there_on(string control, string further, int count, string? after)
    {
        var asked = Assert.IsType<PdqQuestion.Asked>(Read("@PID.5.1^Ash", "", control, further));
        Assert.Equal((count, after), (asked.Count, asked.After));
    }

    [Fact]
    public void A_query_does_not_ask_a_thousand_things_at_once() =>
        Assert.Equal(33, Assert.Single(Assert.IsType<PdqQuestion.Refused>(
            Read(string.Join('~', Enumerable.Repeat("@PID.5.1^Ash", 1_000)))).Errors).At!.Repetition);

    [Fact]
    public void A_pointer_of_another_kind_is_refused() =>
        Assert.Equal("DSC", Assert.Single(Assert.IsType<PdqQuestion.Refused>(Read("@PID.5.1^Ash", "", "I", "DSC|' or 1=1|I")).Errors).At!.Segment);

    [Fact]
    public void A_patient_is_told_as_PID()
    {
        using var patient = JsonDocument.Parse("""
            {"name":[{"use":"official","family":"Ash","given":["Joan","Bea Cy"],"suffix":["Jr"]},{"use":"maiden","family":"Lind"}],"gender":"female","birthDate":"1984-01-25",
             "telecom":[{"system":"phone","value":"555 0104","use":"work"},{"system":"email","value":"j@example.org"}],
             "address":[{"use":"home","line":["1 Main","Apt 2"],"city":"New Ark","state":"NJ","postalCode":"30293","country":"USA"}],
             "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName","valueString":"Reyes"}]}
            """);
        Assert.Equal(
            "PID|1||7^^^NORTH&1.2.6.1&ISO||Ash^Joan^Bea Cy^Jr^^^L~Lind^^^^^^M|Reyes^^^^^^M|19840125|F|||1 Main^Apt 2^New Ark^NJ^30293^USA^H||555 0104^WPN^PH~^NET^Internet^j@example.org",
            PidSegment.Of(1, patient.RootElement, Hl7Field.OfParts("7", "", "", Hl7Field.Subcomponents("NORTH", "1.2.6.1", "ISO"))).Raw);
    }

    private static PdqQuestion Read(string elements, string domains = "", string control = "I|10^RD", string further = "") => PdqQuestion.Read(
        Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(Encoding.ASCII.GetBytes(
            $"MSH|^~\\&|APP|NORTH|HIE|X|20260101||QBP^Q22^QBP_Q21|4711|P|2.5\rQPD|IHE PDQ Query|T9|{elements}|||||{domains}\rRCP|{control}\r{further}\r"), new Hl7Bounds())).Message, Domain);
}
