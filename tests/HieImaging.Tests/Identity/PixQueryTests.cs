using System.Text;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Answering;
using HieImaging.RecordLocator.Persons;
using HieImaging.Tests.Trust;
using HieImaging.Trust.Callers;
using Xunit;

namespace HieImaging.Tests.Identity;

/// <summary>ITI-9's cases (ITI TF-2 3.9.4.2.2), row by row.</summary>
public sealed class PixQueryTests
{
    private static readonly Caller Caller = Members.Caller(ParticipantKind.Ehr, "TREAT") with
    {
        Domain = new Domain(Members.File(ImplicitConsent.Permit) with
        {
            Authorities = [.. Members.NorthAndSouth, new() { Oid = "1.2.6.3", Feeder = "west" }],
        }, 1),
    };

    private static readonly IReadOnlyList<SourceIdentity> Others =
        [Someone.At("1.2.6.3", "W1"), Someone.At("1.2.6.2", "S2"), Someone.At("1.2.6.2", "S1")];

    [Theory]
    [InlineData("N1^^^&1.2.6.1&ISO", "", "AA", "OK", "S1^^^SOUTH&1.2.6.2&ISO^PI~S2^^^SOUTH&1.2.6.2&ISO^PI~W1^^^&1.2.6.3&ISO^PI")]      // several of one domain stand together
    [InlineData("N1^^^NORTH^PI", "^^^&1.2.6.3&ISO", "AA", "OK", "W1^^^&1.2.6.3&ISO^PI")]
    [InlineData("N1^^^NORTH&1.2.6.1&ISO", "^^^SOUTH~^^^&1.2.6.3&ISO", "AA", "OK", "S1^^^SOUTH&1.2.6.2&ISO^PI~S2^^^SOUTH&1.2.6.2&ISO^PI~W1^^^&1.2.6.3&ISO^PI")]
    [InlineData("N1^^^NORTH", "^^^NORTH", "AA", "NF", null)]                    // none in the domains asked for: the number itself is never told
    public void Who_is_known_is_told(string number, string domains, string code, string status, string? numbers)
    {
        var answer = Answer(number, domains, Others);
        Assert.Equal(("RSP", "K23", "RSP_K23"), (answer.Type, answer.Event, answer.Header[9][3].Text));
        Assert.Equal((code, "4711"), (answer.First("MSA")![1].Text, answer.First("MSA")![2].Text));
        Assert.Equal(("T9", status), (answer.First("QAK")![1].Text, answer.First("QAK")![2].Text));
        Assert.Equal(numbers, answer.First("PID")?[3].Raw);
        Assert.Equal(number, answer.First("QPD")![3].Raw);
        if (numbers is not null)
            Assert.Equal("~^^^^^^S", answer.First("PID")![5].Raw);                 // required, and tells no name
        Assert.Null(answer.First("ERR"));
    }

    [Theory]
    [InlineData("X9^^^NORTH", "", "QPD^1^3^1^1", "204")]                        // unknown number
    [InlineData("N1^^^NOWHERE", "", "QPD^1^3^1^4", "204")]                      // its domain is unknown
    [InlineData("N1^^^&9.9&ISO", "", "QPD^1^3^1^4", "204")]
    [InlineData("N1^^^NORTH&1.2.6.2&ISO", "", "QPD^1^3^1^4", "204")]            // two authorities in one
    [InlineData("N1", "", "QPD^1^3^1^4", "204")]
    [InlineData("N1^^^NORTH", "^^^NOWHERE", "QPD^1^4^1", "204")]                // the n-th domain asked for is unknown
    [InlineData("N1^^^NORTH", "^^^SOUTH~^^^&9.9&ISO", "QPD^1^4^2", "204")]
    [InlineData("", "", "QPD^1^3", "101")]
    public void What_cannot_be_answered_is_told_with_its_place(string number, string domains, string place, string code)
    {
        var answer = Answer(number, domains, number.StartsWith('X') ? null : Others);
        Assert.Equal("AE", answer.First("MSA")![1].Text);
        Assert.Equal("AE", answer.First("QAK")![2].Text);
        Assert.Equal((place, code), (answer.First("ERR")![2].Raw, answer.First("ERR")![3].Text));
        Assert.Null(answer.First("PID"));
    }

    [Theory]
    [InlineData("TREAT", true)]
    [InlineData("HOPERAT", false)]                                              // not even two of its own: others may have been the reason
    public void To_who_may_not_know_of_every_source_no_link_shows(string purpose, bool shows) => Assert.Equal(
        shows, CrossReference.Around(Members.Caller(ParticipantKind.Ehr, purpose), "s-1").ToString().Contains("person_link", StringComparison.Ordinal));

    [Fact]
    public void Each_unknown_domain_is_told() => Assert.Equal(
        ["QPD^1^4^1", "QPD^1^4^3"], Answer("N1^^^NORTH", "^^^A~^^^SOUTH~^^^B", Others).All("ERR").Select(error => error[2].Raw));

    [Fact]
    public void A_name_beyond_the_questions_character_set_is_answered_in_Unicode()
    {
        var answer = (new QueryResponse { Type = ("K22", "RSP_K21"), Found = [Hl7Segment.Of("PID", "1", "", "", "", Hl7Field.Of("Łoś"))] })
            .To(Query("N1^^^NORTH", ""), DateTimeOffset.UnixEpoch);
        Assert.Equal("UNICODE UTF-8", answer.Header[18].Text);
        Assert.Contains("Łoś", Encoding.UTF8.GetString(answer.ToBytes()), StringComparison.Ordinal);
    }

    private static Hl7Message Answer(string number, string domains, IReadOnlyList<SourceIdentity>? others)
    {
        var query = Query(number, domains);
        return Parsed(PixQuery.Respond(PixQuestion.Read(query, Caller.Domain), others, Caller).To(query, DateTimeOffset.UnixEpoch).ToBytes());
    }

    private static Hl7Message Query(string number, string domains) => Parsed(Encoding.ASCII.GetBytes(
        $"MSH|^~\\&|APP|NORTH|HIE|X|20260101||QBP^Q23^QBP_Q21|4711|P|2.5\rQPD|IHE PIX Query|T9|{number}|{domains}\rRCP|I\r"));

    private static Hl7Message Parsed(byte[] bytes) => Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(bytes, new Hl7Bounds())).Message;
}
