using System.Text;
using System.Xml.Linq;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Tests.Wire;
using HieImaging.Wire.Doors;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Submitting;
using HieImaging.Xds.Vocabulary;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace HieImaging.Tests.Xds;

public class SoapDoorTests
{
    private const string Plain = "application/soap+xml; charset=utf-8";
    private static readonly Uri Repository = new("http://127.0.0.1/xds/repository");

    [Fact]
    public async Task What_the_client_provides_the_door_reads()
    {
        using var doors = new SoapDoors();
        var submission = SomeSubmission.Good();
        var kos = Encoding.ASCII.GetBytes("\r\n--DICM\0\r\n");
        var (body, parts) = ProvideAndRegister.Write(submission, [new ProvidedDocument("Document01", kos)]);
        var answer = await Client(doors).SendAsync(Repository, SoapAction.ProvideAndRegister, body, parts, default);
        Assert.Equal(ResponseStatus.Success, RegistryResponse.Read(answer.Body!)!.Status);
        Assert.Equal(SoapAction.ProvideAndRegister + "Response", answer.Action);
        Assert.Equal(doors.Last!.MessageId, answer.RelatesTo);
        Assert.Equal(kos, Assert.Single(doors.Provided!.Documents).Content.ToArray());
        Assert.Equal(MetadataJson.Write(submission), MetadataJson.Write(doors.Provided.Submission!));
    }

    [Fact]
    public async Task A_retrieval_is_MTOM_even_to_a_plain_request_and_partial_where_one_is_missing()
    {
        using var doors = new SoapDoors { Content = { ["1.2.3"] = [1, 2, 3], ["1.2.4"] = [] } };
        DocumentRequest[] asked = [new(null, "1.9", "1.2.3"), new("urn:oid:1.8", "1.9", "1.2.999")];
        var answer = await Client(doors).SendAsync(Repository, SoapAction.Retrieve, RetrieveDocumentSet.Write(asked), null, default);
        var read = RetrieveDocumentSetResponse.Read(answer);
        Assert.Equal(ResponseStatus.PartialSuccess, read.Response!.Status);
        Assert.Equal(RegistryErrorCode.DocumentUniqueId, Assert.Single(read.Response.Errors).Code);
        var document = Assert.Single(read.Documents);
        Assert.Equal(asked[0], document.Request);
        Assert.Equal("application/dicom", document.MimeType);
        Assert.Equal([1, 2, 3], document.Content.ToArray());
        Assert.Single(answer.Attachments);
    }

    [Theory]
    [InlineData("start=\"<root@x>\"; start-info=\"text/xml\"", "cid:kos%40x", 1)]
    [InlineData("start=root@x; start-info=\"application/soap+xml\"; action=\"urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b\"", "cid:kos@x", 13)]
    public async Task The_root_may_come_last_and_every_read_may_bring_one_byte(string parameters, string href, int chunk)
    {
        using var doors = new SoapDoors();
        var package = $"--b\r\nContent-ID: <kos@x>\r\nContent-Type: application/dicom\r\n\r\nDICM\r\n--b\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\n"
            + $"Content-ID: <root@x>\r\n\r\n{Envelope(Provide(Include(href)))}\r\n--b--\r\n";
        var (status, type, body) = await doors.PostAsync(
            new ChunkedStream(Encoding.UTF8.GetBytes(package), chunk), $"multipart/related; type=\"application/xop+xml\"; boundary=b; {parameters}");
        Assert.Equal(200, status);
        Assert.StartsWith("multipart/related; type=\"application/xop+xml\"", type, StringComparison.Ordinal);
        Assert.Contains("ResponseStatusType:Success", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        Assert.Equal("DICM"u8.ToArray(), doors.Provided!.Documents[0].Content.ToArray());
    }

    // A small message would be read as a large one.
    [Fact]
    public async Task Two_Includes_that_name_one_part_are_refused()
    {
        using var doors = new SoapDoors();
        var envelope = Envelope(Provide(new[] { Include("cid:kos@x"), Include("cid:kos@x") }));
        var package = $"--b\r\nContent-ID: <root@x>\r\nContent-Type: application/xop+xml; type=\"text/xml\"\r\n\r\n{envelope}\r\n"
            + "--b\r\nContent-ID: <kos@x>\r\nContent-Type: application/dicom\r\n\r\nDICM\r\n--b--\r\n";
        var (status, _, body) = await doors.PostAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(package)), "multipart/related; type=\"application/xop+xml\"; boundary=b; start=\"<root@x>\"");
        Assert.Equal(400, status);
        Assert.Contains("Two Includes name one part", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_may_be_written_out_in_base64()
    {
        using var doors = new SoapDoors();
        var (status, type, _) = await Post(doors, Envelope(Provide("RElD\r\n TQ==")));
        Assert.Equal((200, Plain), (status, type));
        Assert.Equal("DICM"u8.ToArray(), doors.Provided!.Documents[0].Content.ToArray());
    }

    [Fact]
    public async Task A_document_without_content_and_one_without_entry_have_codes_of_their_own()
    {
        using var doors = new SoapDoors();
        await Post(doors, Envelope(Provide("")));
        Assert.Equal(RegistryErrorCode.MissingDocument, Assert.Single(doors.Provided!.Errors).Code);
        var other = Provide("RElDTQ==");
        other.Element(Ns.Xdsb + "Document")!.SetAttributeValue("id", "Document02");
        await Post(doors, Envelope(other));
        Assert.Equal([RegistryErrorCode.MissingDocument, RegistryErrorCode.MissingDocumentMetadata], doors.Provided.Errors.Select(e => e.Code));
    }

    public static TheoryData<string, string, int, string> Faults
    {
        get
        {
            var good = Envelope(Provide("RElDTQ=="));
            const string Action = "<wsa:Action>urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b</wsa:Action>";
            return new()
            {
                { good.Replace("2003/05/soap-envelope", "2003/06/other", StringComparison.Ordinal), Plain, 500, "env:VersionMismatch" },
                { "<a/>", Plain, 400, "env:Sender" },
                { "<a", Plain, 400, "env:Sender" },
                { good, "text/plain", 415, "env:Sender" },
                { good, "multipart/related; boundary=b; type=\"text/xml\"", 415, "env:Sender" },
                { good.Replace(Action, Action + "<x:H xmlns:x='urn:x' env:mustUnderstand='true'/>", StringComparison.Ordinal), Plain, 500, "env:MustUnderstand" },
                { good.Replace(Action, Action + "<H xmlns='' env:mustUnderstand='1'/>", StringComparison.Ordinal), Plain, 500, "env:MustUnderstand" },
                { good.Replace(Action, Action + "<xml:H env:mustUnderstand='1'/>", StringComparison.Ordinal), Plain, 500, "env:MustUnderstand" },
                { good.Replace(Action, Action + Action, StringComparison.Ordinal), Plain, 400, "InvalidAddressingHeader" },
                { good.Replace(Action, "<wsa:Action>urn:other</wsa:Action>", StringComparison.Ordinal), Plain, 400, "ActionNotSupported" },
                { good.Replace(Action, "<wsa:Action>urn:ihe:iti:2007:RetrieveDocumentSet</wsa:Action>", StringComparison.Ordinal), Plain, 400, "ActionMismatch" },
                { good, Plain + "; action=\"urn:other\"", 400, "ActionMismatch" },
                { good.Replace("</env:Body>", "</env:Body><env:Body><x/></env:Body>", StringComparison.Ordinal), Plain, 400, "env:Sender" },
                { good.Replace("</env:Body>", "<x/></env:Body>", StringComparison.Ordinal), Plain, 400, "env:Sender" },
                { good.Replace(Action, Action + "<wsa:ReplyTo><wsa:Address>http://127.0.0.1:1/</wsa:Address></wsa:ReplyTo>", StringComparison.Ordinal), Plain, 400, "OnlyAnonymousAddressSupported" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_is_no_message_for_this_door_is_a_fault(string message, string contentType, int status, string code)
    {
        using var doors = new SoapDoors();
        var (answered, _, body) = await doors.PostAsync(new MemoryStream(Encoding.UTF8.GetBytes(message)), contentType);
        Assert.Equal(status, answered);
        Assert.Contains(code, Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        Assert.Null(doors.Provided);
    }

    [Fact]
    public async Task Without_an_action_the_body_tells_the_transaction()
    {
        using var doors = new SoapDoors();
        var message = Envelope(Provide("RElDTQ==")).Replace("<wsa:Action>urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b</wsa:Action>", "", StringComparison.Ordinal);
        Assert.Equal(200, (await Post(doors, message)).Status);
    }

    [Fact]
    public async Task A_header_for_another_node_is_not_ours_to_understand()
    {
        using var doors = new SoapDoors();
        var message = Envelope(Provide("RElDTQ==")).Replace("<wsa:Action>", "<x:H xmlns:x='urn:x' env:mustUnderstand='1' env:role='urn:other'/><wsa:Action>", StringComparison.Ordinal);
        Assert.Equal(200, (await Post(doors, message)).Status);
    }

    [Fact]
    public async Task The_gate_is_asked_for_the_very_transaction()
    {
        using var doors = new SoapDoors { Refused = "RAD-68" };
        var refused = await Client(doors).SendAsync(Repository, SoapAction.ProvideAndRegister, Provide("RElDTQ=="), null, default);
        Assert.Equal((403, "Sender", "FailedAuthentication"), (refused.Status, refused.Fault!.Code, refused.Fault.Subcode!.LocalName));
        Assert.Null(doors.Provided);
        var allowed = await Client(doors).SendAsync(Repository, SoapAction.Retrieve, RetrieveDocumentSet.Write([new(null, "1.9", "1.2")]), null, default);
        Assert.Equal(200, allowed.Status);
    }

    [Fact]
    public async Task What_no_handler_got_is_told_once_with_the_faults_code()
    {
        using var doors = new SoapDoors();
        await Post(doors, "<no/>");
        await Post(doors, Envelope(new XElement("nothing")));
        Assert.Equal(["Sender", "ActionMismatch"], doors.Told);
    }

    [Fact]
    public void A_path_is_one_endpoint_with_all_its_transactions()
    {
        var routes = WebApplication.CreateSlimBuilder().Build() as IEndpointRouteBuilder;
        var soap = new SoapDoor(routes, (_, _) => ValueTask.FromResult(true), (_, _, _) => Task.CompletedTask, SoapBounds.Default);
        soap.Map(Transaction.Rad68, "/xds/repository", (_, _, _) => throw new NotSupportedException())
            .Map(Transaction.Iti43, "/xds/repository", (_, _, _) => throw new NotSupportedException())
            .Map(Transaction.Iti57, "/xds/registry", (_, _, _) => throw new NotSupportedException());
        var endpoints = routes.DataSources.SelectMany(s => s.Endpoints).ToList();
        Assert.Equal(2, endpoints.Count);
        Assert.Equal(["RAD-68", "ITI-43"], endpoints[0].Metadata.OfType<Transaction>().Select(t => t.Id));
        Assert.All(endpoints, e => Assert.NotNull(e.Metadata.GetMetadata<RefusalWriter>()));
    }

    private static SoapClient Client(SoapDoors doors) => new(new HttpClient(doors, disposeHandler: false));

    private static Task<(int Status, string? ContentType, byte[] Body)> Post(SoapDoors doors, string message) =>
        doors.PostAsync(new MemoryStream(Encoding.UTF8.GetBytes(message)), Plain);

    private static XElement Include(string href) => new(Ns.Xop + "Include", new XAttribute("href", href));

    private static XElement Provide(object content) => new(Ns.Xdsb + "ProvideAndRegisterDocumentSetRequest",
        SubmissionWriter.Write(SomeSubmission.Good()),
        new XElement(Ns.Xdsb + "Document", new XAttribute("id", "Document01"), content));

    private static string Envelope(XElement body) =>
        "<env:Envelope xmlns:env='http://www.w3.org/2003/05/soap-envelope' xmlns:wsa='http://www.w3.org/2005/08/addressing'><env:Header>"
        + "<wsa:Action>urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b</wsa:Action><wsa:MessageID>urn:uuid:1</wsa:MessageID></env:Header>"
        + $"<env:Body>{body.ToString(SaveOptions.DisableFormatting)}</env:Body></env:Envelope>";
}
