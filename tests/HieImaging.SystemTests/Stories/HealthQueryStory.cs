using System.Text;
using HieImaging.Hl7v2.Messages;
using HieImaging.PretendFacility.Domains;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Hospitals that ask by HL7 v2: ITI-9 and ITI-21.</summary>
public abstract class HealthQueryStory(Exchange exchange) : MessageStory(exchange)
{
    private int _asked;

    protected Task<Hl7Message> PixAsync(Known asking, string number, string domains = "") =>
        AskAsync(asking.Hospital, "QBP^Q23^QBP_Q21", $"QPD|IHE PIX Query|T{_asked}|{number}|{domains}\rRCP|I\r");

    protected Task<Hl7Message> PdqAsync(Known asking, string elements, string algorithm = "", string domains = "", string count = "", string further = "") => AskAsync(
        asking.Hospital, "QBP^Q22^QBP_Q21", $"QPD|IHE PDQ Query|T{_asked}|{elements}||{algorithm}|||{domains}\rRCP|I|{count}\r{(further.Length > 0 ? further + "\r" : "")}");

    protected async Task<Hl7Message> AskAsync(PretendHospital hospital, string type, string body)
    {
        var id = $"Q{Interlocked.Increment(ref _asked)}-{Exchange.FreshNumber()}";
        var (application, facility) = hospital.Sender;
        var message = $"MSH|^~\\&|{application}|{facility}|HIE|HIE|20260501100000+0000||{type}|{id}|P|2.5|||||||8859/1\r{body}";
        await using var client = await ConnectAsync();
        var answer = Read(await client.SendAsync(Encoding.Latin1.GetBytes(message), CancellationToken.None));
        Assert.Equal(id, answer.First("MSA")![2].Text);
        return answer;
    }

    protected static (string? Code, string? Status) Replied(Hl7Message answer) => (answer.First("MSA")?[1].Text, answer.First("QAK")?[2].Text);

    protected static string Cx(Known known) => $"{known.Number}^^^&{known.Hospital.Authority.Oid.Text}&ISO";

    protected static string Namespace(PretendHospital hospital) => hospital.Namespace;
}
