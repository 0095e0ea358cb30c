using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HieImaging.Harness.Hostile;

/// <summary>The doors whose good requests are mutated, one line each.</summary>
public static class MutatedDoors
{
    private static readonly IReadOnlyList<byte[]> DicomWords =
    [
        "DICM"u8.ToArray(), [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF], [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0], [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0],
        [0x40, 0x00, 0x75, 0xA3, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], [0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
        [0x10, 0x00, 0x20, 0x00, (byte)'L', (byte)'O', 4, 0, (byte)'X', (byte)'-', (byte)'1', (byte)' '], [0x08, 0x00, 0x05, 0x00, (byte)'C', (byte)'S', 0, 0],
        "1.2.840.10008.1.2\0"u8.ToArray(), "1.2.840.10008.1.2.2"u8.ToArray(), "1.2.840.10008.1.2.1.99"u8.ToArray(), "1.2.840.10008.1.2.4.50"u8.ToArray(),
        "SQ"u8.ToArray(), "UN"u8.ToArray(), "OB"u8.ToArray(), "ZZ"u8.ToArray(), "ISO 2022 IR 87"u8.ToArray(), "\u001b$B"u8.ToArray(), "GB18030"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0xFF],
        "113001"u8.ToArray(), "\\"u8.ToArray(), "../../x"u8.ToArray(), [0], [0x1F, 0x8B],
    ];

    private static readonly IReadOnlyList<byte[]> XmlWords =
    [
        .. MutatedDoor.Of("<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "<![CDATA[", "]]>", "<!--", "-->", "<?x?>", "xmlns:s=\"urn:x\"", " s:mustUnderstand=\"1\"", "</s:Body>", "<s:Body>", "</s:Header>",
            "<a:ReplyTo><a:Address>http://127.0.0.1:9/x</a:Address></a:ReplyTo>", "http://schemas.xmlsoap.org/soap/envelope/", "cid:", "http://127.0.0.1:9/x", "file:///etc/hostname",
            "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab", "Content-Transfer-Encoding: base64\r\n", "Content-ID: <kos1@x>\r\n", "--MIMEBoundary_hie", "--MIMEBoundary_hie--\r\n", "\r\n\r\n"),
        .. MutatedDoor.TextWords,
    ];

    private static readonly IReadOnlyList<byte[]> JsonWords =
    [
        .. MutatedDoor.Of("\"resourceType\":\"Patient\",", "\"extension\":[{\"url\":\"urn:x\"}],", "\"contained\":[", "{\"a\":", "\"id\":\"../x\",", "\"modifierExtension\":[{}],", "\"_status\":{},", "[[[[[[[[", "]]]]]]]]",
            "\ufeff", "\"meta\":{\"profile\":[\"http://127.0.0.1:9/x\"]},"),
        .. MutatedDoor.TextWords,
    ];

    private static readonly IReadOnlyList<byte[]> QueryWords =
    [
        .. MutatedDoor.Of("_count=", "_include=*", "_revinclude=", "_has:", ":exact", ":missing=", ":not=", ":identifier=", "_sort=-", "_elements=", "_summary=count", "_total=accurate", "_filter=", "&", "%26", "%3D",
            "/_history", "/$everything", "$", "subject:Patient.name=", "ge2020", "lt", "includefield=all", "StudyInstanceUID=", "00100010=*", "fuzzymatching=true", "limit=-1", "%F0%9F%98%80", "%ff"),
        .. MutatedDoor.TextWords.Select(word => Encoding.ASCII.GetBytes(Uri.EscapeDataString(Encoding.Latin1.GetString(word)))),
    ];

    public static IReadOnlyList<MutatedDoor> Of(HostileExchange exchange)
    {
        var (a, pacs, ehr) = (exchange.A, exchange.A.Pacs, exchange.A.Ehr);
        string Study(string door, int number) => string.Create(CultureInfo.InvariantCulture, $"{HostileExchange.AuthorityOfA}.6.{door.Length}.{door.Sum(c => c)}.{number}");
        byte[] KeyObject(string door, int number) => KeyObjects.Good(a, HostileExchange.NumberOfA, Study(door, number));
        string[] asked =
        [
            $"/fhir/ImagingStudy?patient.identifier={a.Authority.Urn}|{HostileExchange.NumberOfA}&modality=CT&started=ge2020-01-01&_count=5&_include=ImagingStudy:subject",
            $"/fhir/ImagingStudy/{exchange.StudyIdOfA}/_history/1", $"/fhir/Patient?identifier={a.Authority.Urn}|{HostileExchange.NumberOfA}&_elements=identifier",
            $"/fhir/DocumentReference?patient={exchange.PatientIdOfA}&_sort=-date", $"/dicomweb/studies?PatientID={HostileExchange.NumberOfA}&includefield=00080061&limit=3&StudyDate=20200101-20301231",
            $"/dicomweb/at/{a.Id}/studies/{HostileExchange.StudyOfA}/series?Modality=CT", $"/fhir/Endpoint?organization={a.Id}&_summary=true",
        ];
        return
        [
            new("fhir-rest", JsonWords, number => Encoding.UTF8.GetBytes(HostileExchange.ImagingStudy(a.Authority.Urn, HostileExchange.NumberOfA, Study("fhir-rest", number), "a study")),
                (body, token) => MutatedDoor.Post("/fhir/ImagingStudy", "application/fhir+json", body, token), pacs) { Kept = answer => answer.Status == 201 ? 1 : 0 },
            new("dicom-kos rad-68", DicomWords, number => KeyObject("dicom-kos rad-68", number),
                (body, token) => MutatedDoor.Post("/xds/repository", KeyObjects.PackageType, KeyObjects.Package(KeyObjects.Metadata(
                    a, HostileExchange.NumberOfA, KeyObjects.UidOf(body) ?? exchange.FreshUid()), body), token), pacs) { Read = SoapAnswers.Read },
            new("dicom-kos stow-rs", DicomWords, number => KeyObject("dicom-kos stow-rs", number),
                (body, token) => MutatedDoor.Post("/dicomweb/studies", KeyObjects.ContentType, KeyObjects.Parts(body), token), pacs) { Kept = Stored },
            new("rad-68-soap", XmlWords, number => KeyObject("rad-68-soap", number) is var keyObject
                    ? KeyObjects.Package(KeyObjects.Metadata(a, HostileExchange.NumberOfA, KeyObjects.UidOf(keyObject)!), keyObject) : [],
                (body, token) => MutatedDoor.Post("/xds/repository", KeyObjects.PackageType, body, token), pacs) { Read = SoapAnswers.Read },
            new("stow-rs", XmlWords, number => KeyObjects.Parts(KeyObject("stow-rs", number)),
                (body, token) => MutatedDoor.Post("/dicomweb/studies", KeyObjects.ContentType, body, token), pacs) { Kept = Stored },
            new("http-get", QueryWords, number => Encoding.Latin1.GetBytes(asked[number % asked.Length]),
                (target, token) => Get(target, Encoding.Latin1.GetBytes(token)), ehr) { Kept = _ => 0, IsHead = true },
            new("oauth-bearer", MutatedDoor.TextWords, _ => [], (token, _) => Get(Encoding.Latin1.GetBytes("/fhir/ImagingStudy/" + exchange.StudyIdOfA), token), ehr) { Kept = _ => 0, IsHead = true },
        ];
    }

    private static byte[] Get(byte[] target, byte[] token) =>
        [.. "GET "u8, .. target, .. " HTTP/1.1\r\nHost: hie.example\r\nAuthorization: Bearer "u8, .. token, .. "\r\n\r\n"u8];

    // Referenced SOP Sequence (0008,1199): what was stored
    private static int Stored(HostileAnswer answer)
    {
        if (answer.IsRefused)
            return 0;
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.TryGetProperty("00081199", out var stored) ? stored.GetProperty("Value").GetArrayLength() : 0;
    }
}
