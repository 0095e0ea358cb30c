using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Hl7v2.Acknowledging;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Receiving;
using HieImaging.Trust.Callers;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class MllpSenderTests
{
    private static readonly string Mine = "sha256:" + new string('1', 64), Others = "sha256:" + new string('2', 64);

    private static readonly Domain Domain = new(new AffinityDomainFile
    {
        Oid = "1.2.3", HomeCommunityId = "1.2.4", RepositoryUniqueId = "1.2.5", PatientIdDomain = new PatientIdDomain(),
        Participants =
        [
            new Participant { Id = "north", Name = "North", Clients = [Client("adt", ["ADT|NORTH"], [Mine])] },
            new Participant { Id = "south", Name = "South", Clients = [Client("bare", [], [Others])] },
        ],
    }, 1);

    [Theory]
    [InlineData("ADT", "NORTH", null, "adt")]
    [InlineData("ADT^1.2.9^ISO", "NORTH", null, "adt")]
    [InlineData("ADT", "SOUTH", null, null)]
    [InlineData("", "", null, null)]
    [InlineData("ADT", "NORTH", "mine", "adt")]
    [InlineData("ADT", "NORTH", "others", null)]                // a certificate speaks for nobody else
    [InlineData("ADT", "ELSEWHERE", "mine", null)]              // MSH-3 and MSH-4 are not the certificate's
    [InlineData("ADT", "ELSEWHERE", "others", "bare")]          // whose client registers no names
    [InlineData("ADT", "NORTH", "unknown", null)]
    public void A_sender_is_whom_its_certificate_and_its_header_name_together(
        string application, string facility, string? certificate, string? client)
    {
        var message = Message($@"MSH|^~\&|{application}|{facility}|HIE|HIE|20260501||ADT^A08|1|P|2.5");
        var shown = certificate switch
        {
            null => null, "mine" => Mine, "others" => Others, _ => "sha256:" + new string('3', 64),
        };
        var decided = CallerDecision.ByMllp(Domain, SenderNames.Of(message), shown);
        Assert.Equal(client, (decided as Authentication.Known)?.Caller.Client.Id);
    }

    [Theory]
    [InlineData(true, 0, "adt", null)]
    [InlineData(true, 91, null, "adt")]                         // it has proven who it is, and the trail may say so
    [InlineData(true, -1, null, "adt")]
    [InlineData(false, 0, null, null)]
    [InlineData(false, 91, null, null)]
    public void A_connection_is_judged_by_its_certificate_before_it_speaks(bool isRegistered, int day, string? known, string? refused)
    {
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var shown = new CertificateRequest("CN=adt", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, from.AddDays(90));
        var domain = new Domain(Domain.File with
        {
            Participants =
            [
                new Participant
                {
                    Id = "north", Name = "North", Clients = [Client("adt", [], [isRegistered ? ClientCertificate.Thumbprint(shown) : Others])],
                },
            ],
        }, 2);
        var decided = CallerDecision.ByCertificate(domain, shown, from.AddDays(day));
        Assert.Equal(known, (decided as Authentication.Known)?.Caller.Client.Id);
        Assert.Equal(refused, (decided as Authentication.Refused)?.Client);
    }

    [Theory]
    [InlineData("20260501||ADT^A08|1|P|2.5", null, null)]
    [InlineData("20260501||ADT^A08^ADT_A01|1|P|2.3.1", null, null)]
    [InlineData("||ADT^A08|1|P|2.5", null, null)]
    [InlineData("20260501||ADT^A08|1|P|2.7", AcknowledgementCode.AR, Hl7ErrorCode.UnsupportedVersionId)]
    [InlineData("20260501||ORU^R01|1|P|2.5", AcknowledgementCode.AR, Hl7ErrorCode.UnsupportedMessageType)]
    [InlineData("20260501||ADT^A99|1|P|2.5", AcknowledgementCode.AR, Hl7ErrorCode.UnsupportedEventCode)]
    [InlineData("20260501||ADT^A08|1|T|2.5", AcknowledgementCode.AR, Hl7ErrorCode.UnsupportedProcessingId)]
    [InlineData("20260501||ADT^A08|1||2.5", AcknowledgementCode.AE, Hl7ErrorCode.RequiredFieldMissing)]
    [InlineData("20260501||ADT^A08||P|2.5", AcknowledgementCode.AE, Hl7ErrorCode.RequiredFieldMissing)]
    [InlineData("2026-13-45T99||ADT^A08|1|P|2.5", AcknowledgementCode.AE, Hl7ErrorCode.DataType)]
    public void A_header_is_looked_at_before_the_rest(string rest, AcknowledgementCode? code, Hl7ErrorCode? error)
    {
        var door = new MllpDoor().Map(Transaction.Iti8, "ADT^A08", (_, _) => throw new InvalidOperationException());
        var refusal = HeaderCheck.Of(Message($@"MSH|^~\&|ADT|NORTH|HIE|HIE|{rest}"), door, ["P"]);
        Assert.Equal((code, error), (refusal?.Code, refusal?.Error.Code));
    }

    [Theory]
    [InlineData("2.3.1", "ITI-8")]
    [InlineData("2.5", "ITI-30")]
    [InlineData("2.4", "ITI-8")]
    public void One_event_may_be_two_transactions_by_version(string version, string transaction)
    {
        var door = new MllpDoor()
            .Map(Transaction.Iti8, "ADT^A40", (_, _) => throw new InvalidOperationException())
            .Map(Transaction.Iti30, "ADT^A40", (_, _) => throw new InvalidOperationException(), "2.5", "2.5.1");
        Assert.Equal(transaction, door.Of(Message($@"MSH|^~\&|A|B|C|D|20260501||ADT^A40|1|P|{version}"))!.Transaction.Id);
    }

    private static ParticipantClient Client(string id, string[] mllp, string[] certificates) =>
        new() { Id = id, Mllp = mllp, Certificates = certificates };

    private static Hl7Message Message(string text) =>
        Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(Encoding.ASCII.GetBytes(text), new Hl7Bounds())).Message;
}
