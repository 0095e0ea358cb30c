using System.Text;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Hl7v2;

public sealed class Hl7MessageTests(ITestOutputHelper output)
{
    private const string Msh = @"MSH|^~\&|ADT|NORTH|HIE|HIE|20260501100000||ADT^A08^ADT_A01|M1|P|2.5";

    [Fact]
    public void Fields_are_counted_as_the_standard_counts_them()
    {
        var message = Read(Msh + "\rPID|1||42^^^NORTH&1.2.3&ISO^MR~43^^^SOUTH||MUELLER&VON^HANS\r");

        Assert.Equal(
            ("ADT", "A08", "M1", "P", "2.5"), (message.Type, message.Event, message.ControlId, message.ProcessingId, message.Version));
        Assert.Equal(("|", @"^~\&"), (message.Header[1].Raw, message.Header[2].Raw));
        var pid = message.First("PID")!;
        Assert.Equal(2, pid[3].Repetitions.Count);
        Assert.Equal(("42", "NORTH", "1.2.3", "ISO", "MR"), (pid[3].Text, pid[3][4][1], pid[3][4][2], pid[3][4][3], pid[3][5].Text));
        Assert.Equal(("MUELLER", "VON"), (pid[5][1].Text, pid[5][1][2]));
        Assert.True(pid[30].IsEmpty);
        Assert.Null(pid[30].Text);
        Assert.Equal(5, pid.Count);
    }

    [Theory]
    [InlineData(@"A\F\B\S\C\T\D\R\E\E\F", @"A|B^C&D~E\F")]
    [InlineData(@"\X41\\X0D\", "A\r")]
    [InlineData(@"\X00\", "\uFFFD")]
    [InlineData(@"\H\bold\N\", "bold")]
    [InlineData(@"one\.br\two", "one\ntwo")]
    [InlineData(@"5 \ 6", @"5 \ 6")]
    public void Escape_sequences_are_read(string written, string meant) =>
        Assert.Equal(meant, Read(Msh + "\rNTE|" + written).First("NTE")![1].Text);

    [Fact]
    public void Whatever_text_is_written_is_read_again()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        const string signs = @"|^~\&ABc .'é€漢XFSTRE0";
        for (var round = 0; round < 2_000; round++)
        {
            var texts = Enumerable.Range(0, 3).Select(_ => "x" + string.Concat(
                Enumerable.Range(0, random.Next(12)).Select(_ => signs[random.Next(signs.Length)]))).ToArray();
            var written = Hl7Message.Of(
                Hl7Segment.Header("A", "B", "C", "D", "", "", Hl7Field.Of("ACK", "A01"), "1", "P", "2.5", "", "", "", "", "", "UNICODE UTF-8"),
                Hl7Segment.Of(
                    "ZZ1", texts[0], Hl7Field.Repeat([texts[1], Hl7Field.Of(texts[2], texts[0])]),
                    Hl7Field.OfParts("", Hl7Field.Subcomponents(texts[1], texts[2]))));
            var read = Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(written.ToBytes(), new Hl7Bounds())).Message.First("ZZ1")!;
            string?[] again =
                [read[1].Text, read[2].Text, read[2].Repetitions[1].Text, read[2].Repetitions[1][2].Text, read[3][2][1], read[3][2][2]];
            Assert.Equal<IEnumerable<string?>>([texts[0], texts[1], texts[2], texts[0], texts[1], texts[2]], again);
        }
    }

    [Fact]
    public void No_bytes_make_the_reader_fail()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var good = Encoding.UTF8.GetBytes(Msh + "||||||8859/1\rEVN|A08|20260501\rPID|1||42^^^NORTH&1.2.3&ISO^MR||DOE^JANE||1970|F\r");
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (Hl7Reader.Read(bytes.AsSpan(0, random.Next(bytes.Length + 1)), new Hl7Bounds()) is not Hl7Reading.Read(var message))
                continue;
            foreach (var segment in message.Segments)
                for (var field = 1; field <= segment.Count; field++)
                    foreach (var repetition in segment[field].Repetitions)
                        _ = (Cx.Of(repetition), Xpn.Of(repetition), Xad.Of(repetition), Xtn.Of(repetition), Ts.Parse(repetition.Text));
            _ = Hl7Message.Of(message.Segments.Select(segment => segment.Standardised()));
        }
    }

    [Theory]
    [InlineData("", Hl7ErrorCode.SegmentSequence)]
    [InlineData("MSH", Hl7ErrorCode.SegmentSequence)]
    [InlineData("PID|1", Hl7ErrorCode.SegmentSequence)]
    [InlineData("MSH\r^~\\&\rADT", Hl7ErrorCode.SegmentSequence)]
    [InlineData("MSH|||||ADT", Hl7ErrorCode.DataType)]
    [InlineData("MSH|ABCD|ADT", Hl7ErrorCode.DataType)]
    [InlineData("MSH|^~\\|ADT", Hl7ErrorCode.DataType)]
    [InlineData("MSH|^~\\&#|ADT", Hl7ErrorCode.DataType)]
    [InlineData(Msh + "\rPID|1\rMSH|^~\\&", Hl7ErrorCode.SegmentSequence)]
    [InlineData(Msh + "\nPID|1", Hl7ErrorCode.DataType)]
    [InlineData(Msh + "\rpid|1", Hl7ErrorCode.SegmentSequence)]
    [InlineData(Msh + "\rPIDX1", Hl7ErrorCode.SegmentSequence)]
    [InlineData(Msh + "\rPID|\0", Hl7ErrorCode.DataType)]
    [InlineData(Msh + "||||||KLINGON\rPID|1", Hl7ErrorCode.TableValueNotFound)]
    [InlineData(Msh + "\rPID|é", Hl7ErrorCode.DataType)]
    public void A_broken_message_says_what_is_wrong(string text, Hl7ErrorCode code) =>
        Assert.Equal(code, Assert.IsType<Hl7Reading.Broken>(Hl7Reader.Read(Encoding.UTF8.GetBytes(text), new Hl7Bounds())).Error.Code);

    [Fact]
    public void Lines_may_end_with_CR_LF() => Assert.Equal(2, Read(Msh + "\r\nPID|1\r\n").Segments.Count);

    [Fact]
    public void Other_delimiters_are_read_and_standardised()
    {
        var pid = Read("MSH#*!%@#ADT#NORTH#######1#P#2.5\rPID#1##42***NORTH@1.2.3@ISO!43##A|B*C%S%D").First("PID")!;
        Assert.Equal(("NORTH", "1.2.3", "43"), (pid[3][4][1], pid[3][4][2], pid[3].Repetitions[1].Text));
        Assert.Equal(@"PID|1||42^^^NORTH&1.2.3&ISO~43||A\F\B^C*D", pid.Standardised().Raw);
    }

    [Theory]
    [InlineData("8859/1", 0xFC, "ü")]
    [InlineData("8859/2", 0xB1, "ą")]
    [InlineData("8859/5", 0xB6, "Ж")]
    [InlineData("8859/15", 0xA4, "€")]
    public void Text_is_of_the_character_set_that_is_named(string name, byte code, string sign)
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(Msh + "||||||" + name + "\rPID|"), code];
        var message = Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(bytes, new Hl7Bounds())).Message;
        Assert.Equal(sign, message.First("PID")![1].Text);
        Assert.Equal([.. bytes, (byte)'\r'], message.ToBytes());
    }

    [Theory]
    [InlineData("8859/1", @"M\XFC\LLER", "MüLLER")]
    [InlineData("8859/2", @"\XB1\\X41\", "ąA")]
    [InlineData("8859/1", @"A\XFC7C5C26\B", @"Aü|\&B")]                           // what separates is not made of it
    [InlineData("UNICODE UTF-8", @"M\XC3BC\LLER", "MüLLER")]
    [InlineData("UNICODE UTF-8", @"M\XFC\LLER", "M\uFFFDLLER")]                  // no letter of that set
    [InlineData("8859/1", @"O\X92\Neill", "O\uFFFDNeill")]                        // a control sign there, an apostrophe elsewhere
    [InlineData("ASCII", @"M\XFC\LLER", "M\uFFFDLLER")]
    [InlineData("8859/1", @"\E\XFC\E\", @"\XFC\")]                               // no sequence
    [InlineData("8859/1", @"A\XFC", @"A\XFC")]
    public void Letters_in_hexadecimal_are_of_the_messages_character_set(string set, string written, string meant) =>
        Assert.Equal(meant, Read($"{Msh}||||||{set}\rNTE|{written}").First("NTE")![1].Text);

    [Theory]
    [InlineData("1984", "1984")]
    [InlineData("198401", "1984-01")]
    [InlineData("19840125", "1984-01-25")]
    [InlineData("19840125000000", "1984-01-25")]
    [InlineData("198401251030-0600", "1984-01-25")]
    [InlineData("2026-13-45T99", null)]
    [InlineData("19841301", null)]
    [InlineData("19840230", null)]
    [InlineData("19840125+9999", null)]
    [InlineData("", null)]
    public void A_date_is_as_precise_as_it_was_said(string text, string? date) => Assert.Equal(date, Ts.Parse(text)?.Date);

    [Fact]
    public void A_time_without_an_offset_is_of_the_senders_zone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("six", TimeSpan.FromHours(-6), null, null);
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 16, 0, 0, TimeSpan.Zero), Ts.Parse("20260501100000")!.At(zone));
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 9, 0, 0, 500, TimeSpan.Zero), Ts.Parse("20260501100000.5+0100")!.At(zone));
        Assert.Equal(0, Ts.Parse("0001+1400")!.At(zone).Ticks);
    }

    [Fact]
    public void An_hour_that_comes_twice_is_read_as_its_second_run() => Assert.Equal(
        new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero),
        Ts.Parse("20261025023000")!.At(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

    [Fact]
    public void A_number_is_written_as_it_is_read()
    {
        Assert.True(PatientIdentifier.TryCreate(AssigningAuthority.Parse("1.2.3"), "4^2&", out var number));
        var field = Cx.For(number, "NORTH", "PI").ToField();
        Assert.Equal(@"4\S\2\T\^^^NORTH&1.2.3&ISO^PI", field.Raw);
        Assert.Equal(new Cx("4^2&", new Hd("NORTH", "1.2.3", "ISO"), "PI"), Cx.Of(field.First));
    }

    [Theory]
    [InlineData("^PRN^PH^^^712^7670867", "712 7670867", "PRN")]
    [InlineData("(712)767-0867^PRN^PH", "(712)767-0867", "PRN")]
    [InlineData("^NET^Internet^jane@example.org", "jane@example.org", "NET")]
    public void A_telephone_is_one_line(string text, string number, string use)
    {
        var read = Assert.Single(Xtn.All(Read(Msh + "\rPID|" + text).First("PID")![1]));
        Assert.Equal((number, use), (read.Number, read.Use));
    }

    private static Hl7Message Read(string text) =>
        Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(Encoding.UTF8.GetBytes(text), new Hl7Bounds())).Message;
}
