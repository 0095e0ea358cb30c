using System.Text;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Hospitals that speak HL7 v2 over MLLP.</summary>
public abstract class MessageStory(Exchange exchange) : PersonStory(exchange)
{
    private int _said;

    /// <summary>The process that hears HL7 v2.</summary>
    protected Uri Mllp => Exchange.Nodes.Select(node => node.Mllp).First(address => address is not null)!;

    protected async Task<MllpClient> ConnectAsync() => await MllpClient.ConnectAsync(Mllp.Host, Mllp.Port, null, CancellationToken.None);

    protected async Task<Hl7Message> SendAsync(AdtMessage message)
    {
        await using var client = await ConnectAsync();
        return await client.SendAsync(message.ToMessage(), CancellationToken.None);
    }

    protected async Task SayAsync(AdtMessage message) => Assert.Equal(("AA", null), Told(await SendAsync(message)));

    protected AdtMessage Adt(Known known, string happened, params (string System, string Value)[] others) => new()
    {
        Hospital = known.Hospital, Event = happened, ControlId = FreshControlId(), Patients = [PatientOf(known) with { Others = others }],
    };

    protected string FreshControlId() => $"{GetType().Name[..1]}{Exchange.FreshNumber()}-{Interlocked.Increment(ref _said)}";

    protected static PretendPatient PatientOf(Known known) => new()
    {
        Number = known.Hospital.Patient(known.Number), Family = known.Person.Family, Given = [known.Person.Given],
        BirthDate = known.Person.Born, Gender = known.Person.Sex == "F" ? "female" : "male",
    };

    protected static DateTimeOffset Later(int minutes) => new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero).AddMinutes(minutes);

    protected static Hl7Message Read(byte[] answer) => Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(answer, new Hl7Bounds())).Message;

    protected static (string? Code, string? Error) Told(Hl7Message answer) =>
        (answer.First("MSA")?[1].Text, answer.First("ERR")?[3].Text);
}
