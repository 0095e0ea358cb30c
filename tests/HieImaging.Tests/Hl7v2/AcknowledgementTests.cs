using System.Text;
using HieImaging.Hl7v2.Acknowledging;
using HieImaging.Hl7v2.Messages;
using Xunit;

namespace HieImaging.Tests.Hl7v2;

public sealed class AcknowledgementTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

    private static readonly Hl7Error Unknown =
        new(Hl7ErrorCode.UnknownKeyIdentifier, "The authority is unknown.", new Hl7Location("PID", 1, 3, 1, 4));

    [Fact]
    public void An_acceptance_echoes_the_control_id_and_turns_sender_and_receiver_round()
    {
        var answer = Acknowledgement.Of(Message("2.5", " C 1"), AcknowledgementCode.AA, [], Now);

        Assert.Equal(
            ("HIE", "CENTRAL", "ADT", "NORTH"),
            (answer.Header[3].Text, answer.Header[4].Text, answer.Header[5].Text, answer.Header[6].Text));
        Assert.Equal("MSA|AA| C 1", answer.First("MSA")!.Raw);
        Assert.Equal("ACK^A08^ACK", answer.Header[9].Raw);
        Assert.Equal("20260501100000.000+0000", answer.Header[7].Text);
        Assert.Null(answer.First("ERR"));
    }

    [Theory]
    [InlineData("C1^2", @"MSA|AA|C1^2")]
    [InlineData("C&1~2", @"MSA|AA|C&1~2")]
    [InlineData(@"C\T\1", @"MSA|AA|C\T\1")]
    public void A_control_id_is_echoed_as_it_was_written_whatever_separates_in_it(string id, string echoed)
    {
        var message = Message("2.5", id);
        Assert.Equal((id, echoed), (message.ControlId, Acknowledgement.Of(message, AcknowledgementCode.AA, [], Now).First("MSA")!.Raw));
    }

    [Fact]
    public void An_error_of_2_5_has_its_own_fields()
    {
        var answer = Acknowledgement.Of(Message("2.5", "C1"), AcknowledgementCode.AE, [Unknown], Now);
        Assert.Equal("ERR||PID^1^3^1^4|204^Unknown key identifier^HL70357|E||||The authority is unknown.", answer.First("ERR")!.Raw);
    }

    [Fact]
    public void An_error_of_2_3_1_stands_in_ERR_1_and_MSA_6()
    {
        var answer = Acknowledgement.Of(Message("2.3.1", "C1"), AcknowledgementCode.AE, [Unknown], Now);
        Assert.Equal("PID^1^3^204&Unknown key identifier&HL70357", answer.First("ERR")![1].Raw);
        Assert.Equal("204", answer.First("MSA")![6].Text);
        Assert.Equal("ACK^A08", answer.Header[9].Raw);
    }

    [Fact]
    public void What_could_not_be_read_at_all_is_answered_too()
    {
        var answer = Acknowledgement.Of(null, AcknowledgementCode.AE, [new(Hl7ErrorCode.SegmentSequence, "No MSH.")], Now);
        Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(answer.ToBytes(), new Hl7Bounds()));
        Assert.Equal("MSA|AE||No MSH.", answer.First("MSA")!.Raw);
    }

    private static Hl7Message Message(string version, string id) => Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(
        Encoding.ASCII.GetBytes($@"MSH|^~\&|ADT|NORTH|HIE|CENTRAL|20260501||ADT^A08|{id}|P|{version}"), new Hl7Bounds())).Message;
}
