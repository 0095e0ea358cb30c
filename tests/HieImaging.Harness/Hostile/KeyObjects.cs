using System.Text;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom.Files;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Publishing;
using HieImaging.Xds.Metadata;

namespace HieImaging.Harness.Hostile;

/// <summary>Key objects of the organizations of bad inputs, and how they go over the doors that take them.</summary>
public static class KeyObjects
{
    public const string ContentType = "multipart/related; type=\"application/dicom\"; boundary=\"MIMEBoundary_hie\"";

    public const string PackageType =
        "multipart/related; type=\"application/xop+xml\"; start=\"<root@x>\"; boundary=\"MIMEBoundary_hie\"; start-info=\"application/soap+xml\"";

    /// <summary>The id of the document in the metadata, as the corpus has it.</summary>
    public const string DocumentId = "Document01";

    private const string Boundary = "MIMEBoundary_hie";

    private static int _renamed = Random.Shared.Next(1_000, 2_000);

    /// <summary>A patient of the domain, whom every exchange of bad inputs knows.</summary>
    public static PatientIdentifier DomainId { get; } = PatientIdentifier.Create(AssigningAuthority.Parse(PretendDomain.PatientIdDomainOid), "D-1");

    /// <summary>A key object that nothing is wrong with, of one CT image.</summary>
    public static byte[] Good(PretendHospital hospital, string number, string study, string? keyObject = null) =>
        KeyObjectWriter.Write(GoodManifest(hospital, number, study, keyObject));

    public static Manifest GoodManifest(PretendHospital hospital, string number, string study, string? keyObject = null) => new()
    {
        KeyObject = SopInstanceUid.Parse(keyObject ?? study + ".9"),
        Title = ManifestTitle.Manifest,
        Role = ManifestRole.Manifest,
        Content = new Moment(new DateOnly(2026, 5, 1), new TimeOnly(10, 15), null),
        Patient = new() { Identifier = hospital.Patient(number), Name = "ZZCANARY^Philomena", BirthDate = new DateOnly(1970, 1, 1), Sex = "F" },
        Study = new()
        {
            Uid = StudyInstanceUid.Parse(study),
            Started = new Moment(new DateOnly(2026, 5, 1), new TimeOnly(10, 0), null),
            Series =
            [
                new ManifestSeries
                {
                    Uid = SeriesInstanceUid.Parse(study + ".1"), Modality = "CT", Number = 1,
                    Locations = [new(RetrieveLocationUid.Parse(hospital.RetrieveLocationUid), "ORGA_PACS", null)],
                    Instances = [new(SopInstanceUid.Parse(study + ".1.1"), "1.2.840.10008.5.1.4.1.1.2", 1)],
                },
            ],
        },
    };

    /// <summary>
    /// The corpus has one study and one key object of each organization for all of its inputs: each input gets one of its own, of a name as
    /// long, so that it is judged for what it is and not for what came before it.
    /// </summary>
    /// <param name="study">Of A or of B.</param>
    public static (string From, string To) FreshName(string study) =>
        (study, $"1.2.826.0.1.3680043.10.9{DateTimeOffset.UnixEpoch.Year}{Interlocked.Increment(ref _renamed):000000}");

    public static byte[] Renamed(byte[] bytes, (string From, string To) name) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(name.From, name.To, StringComparison.Ordinal));

    /// <summary>What the data set says that it is; null where it cannot be read or says nothing that can be.</summary>
    public static string? UidOf(byte[] keyObject) => KeyObjectReader.Read(keyObject, new CustodianTerms()).SopInstanceUid;

    /// <summary>The metadata of RAD-68 with which nothing is wrong, as the XML of <c>rim:RegistryObjectList</c>.</summary>
    /// <param name="uniqueId">Of the document.</param>
    public static string Metadata(PretendHospital hospital, string number, string uniqueId)
    {
        var good = ImagingSubmission.Of(hospital, GoodManifest(hospital, number, hospital.Oid + ".99"), DomainId).Submission;
        var entry = good.Entries[0] with
        {
            EntryUuid = DocumentId, UniqueId = uniqueId, SourcePatientId = hospital.Patient(number).Cx, SourcePatientInfo = [], Hash = null, Size = null,
        };
        var membership = good.Associations[0] with { Target = DocumentId };
        return SubmissionWriter.Write(good with { Entries = [entry], Associations = [membership] })
            .Elements().Single().ToString(System.Xml.Linq.SaveOptions.DisableFormatting);
    }

    /// <summary>A RAD-68 request as an MTOM package of the corpus' form.</summary>
    public static byte[] Package(string metadata, byte[] keyObject)
    {
        var envelope =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:a=\"http://www.w3.org/2005/08/addressing\">" +
            "<s:Header><a:Action s:mustUnderstand=\"1\">urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b</a:Action>" +
            "<a:MessageID>urn:uuid:00000000-0000-4000-8000-000000000001</a:MessageID>" +
            "<a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo></s:Header><s:Body>" +
            "<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb=\"urn:ihe:iti:xds-b:2007\"><lcm:SubmitObjectsRequest xmlns:lcm=\"urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0\">" +
            metadata + "</lcm:SubmitObjectsRequest>" +
            $"<xdsb:Document id=\"{DocumentId}\"><xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"cid:kos1@x\"/></xdsb:Document>" +
            "</xdsb:ProvideAndRegisterDocumentSetRequest></s:Body></s:Envelope>";
        return
        [
            .. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\n" +
                $"Content-Transfer-Encoding: binary\r\nContent-ID: <root@x>\r\n\r\n{envelope}\r\n--{Boundary}\r\n" +
                "Content-Type: application/dicom\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <kos1@x>\r\n\r\n"),
            .. keyObject,
            .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"),
        ];
    }

    /// <summary>A STOW-RS or bulk request of these key objects.</summary>
    public static byte[] Parts(params byte[][] keyObjects) =>
    [
        .. keyObjects.SelectMany(keyObject => (byte[])[.. Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: application/dicom\r\n\r\n"), .. keyObject, .. "\r\n"u8]),
        .. Encoding.ASCII.GetBytes($"--{Boundary}--\r\n"),
    ];

    /// <summary>A POST of bytes as they are.</summary>
    public static HttpRequestMessage Post(string path, byte[] body, string contentType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return request;
    }

    /// <summary>A Part 10 file, or nothing that can be read as one.</summary>
    public static DicomFile? Open(byte[] bytes)
    {
        try
        {
            return DicomFile.Open(bytes, DicomReadOptions.Manifest);
        }
        catch (Dicom.DicomFormatException)
        {
            return null;
        }
    }
}
