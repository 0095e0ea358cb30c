using System.Text;
using System.Text.Json;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Manifests;

namespace HieImaging.Harness.Hostile;

/// <summary>Bad key objects and envelopes of our own making, a folder with a manifest like the corpus': what was found is tried where no corpus is.</summary>
public static class OwnEnvelopes
{
    private const string Refused = "RAD-68: RegistryResponse Failure; STOW: 409";
    private const string Fault = "SOAP 1.2 fault Sender";
    private const string Bomb = "deflated-bomb.dcm";

    /// <summary>Writes the folder; its path.</summary>
    public static string Write(HostileExchange exchange)
    {
        var folder = Checkout.NewFolder("bad-inputs");
        var inputs = new List<object>();
        void Add(string name, string channel, string expected, string kind, byte[] bytes, string contentType = "application/dicom")
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
            inputs.Add(new { id = "own-" + name, file = name, channel, contentType, expected, @class = kind, control = kind == "control", request = "POST {{RAD68}}" });
        }

        var good = KeyObjects.GoodManifest(exchange.A, HostileExchange.NumberOfA, HostileExchange.StudyOfA);
        var ofB = KeyObjects.GoodManifest(exchange.A, HostileExchange.NumberOfA, HostileExchange.StudyOfB);
        void Dicom(string name, string expected, string kind, byte[] bytes) => Add(name, "dicom-kos", expected, kind, bytes);
        Dicom("control.dcm", "accepted", "control", Bytes(good, _ => { }));
        Dicom("empty.dcm", Refused, "malformed", []);
        Dicom("truncated.dcm", Refused, "malformed", Bytes(good, _ => { })[..^11]);
        Dicom("program.dcm", Refused, "polyglot", [.. "MZ"u8, .. Bytes(good, _ => { })[2..]]);
        Dicom("nested.dcm", Refused, "dos-depth", Bytes(good, dataset => dataset.AddOrUpdate(DicomTag.ContentSequence, Nested(40))));
        Dicom("image.dcm", Refused, "semantics", Bytes(good, dataset => dataset.AddOrUpdate(DicomTag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2")));
        Dicom("pixels.dcm", Refused, "length-lie", Bytes(good, dataset => dataset.AddOrUpdate(new DicomElement(DicomTag.PixelData, DicomVR.OW, new byte[2]))));
        Dicom("no-evidence.dcm", Refused, "semantics", Bytes(good, dataset => dataset.Remove(DicomTag.CurrentRequestedProcedureEvidenceSequence)));
        Dicom("other-study.dcm", Refused, "authorization", Bytes(good, dataset => dataset.AddOrUpdate(DicomTag.StudyInstanceUID, "1.2.826.0.1.3680043.10.999.1.101.1")));
        Dicom("uid.dcm", Refused, "path-traversal", Bytes(good, dataset => dataset.AddOrUpdate(DicomTag.SOPInstanceUID, "../../../../etc/x")));
        Dicom("name.dcm", Refused, "db-limits", Bytes(good, dataset => dataset.AddOrUpdate(DicomTag.PatientName, new string('A', 60_000))));
        Dicom("line-break.dcm", "accepted", "injection", Bytes(good, dataset => dataset.AddOrUpdate(DicomTag.PatientName, "X^Y\rPID|||999")));
        Dicom(Bomb, Refused, "dos-decompress", new DicomFile(
            DicomFile.Open(Bytes(good, dataset => dataset.AddOrUpdate(DicomTag.TextValue, new string(' ', 12 * 1024 * 1024)))).Dataset,
            DicomTransferSyntax.DeflatedExplicitVRLittleEndian).ToArray());
        Dicom("hijack.dcm", Refused, "authorization", Bytes(ofB, _ => { }));
        Dicom("rejection.dcm", Refused, "authorization", Bytes(ofB with
        {
            Role = ManifestRole.Rejection, Title = new CodedConcept("113001", "DCM", "Rejected for Quality Reasons"),
        }, _ => { }));

        var package = Encoding.Latin1.GetString(KeyObjects.Package(
            "<rim:RegistryObjectList xmlns:rim=\"urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0\"></rim:RegistryObjectList>", Bytes(good, _ => { })));
        var envelope = package[package.IndexOf("<?xml", StringComparison.Ordinal)..(package.IndexOf("</s:Envelope>", StringComparison.Ordinal) + "</s:Envelope>".Length)];
        void Package(string name, string expected, string kind, string text) => Add(name, "rad-68-soap", expected, kind, Encoding.Latin1.GetBytes(text), KeyObjects.PackageType);
        void Envelope(string name, string kind, string from, string to) => Add(name, "rad-68-soap", Fault, kind,
            Encoding.Latin1.GetBytes(envelope.Replace(from, to, StringComparison.Ordinal)), "application/soap+xml; charset=UTF-8");
        Package("control.mime", "RegistryResponse Success", "control", package);
        Package("include-http.mime", Fault, "ssrf", package.Replace("cid:kos1@x", "http://127.0.0.1:{{SINK_PORT}}/x", StringComparison.Ordinal));
        Package("include-nothing.mime", Fault, "malformed", package.Replace("cid:kos1@x", "cid:nothing@x", StringComparison.Ordinal));
        Package("cut.mime", Fault, "malformed", package[..^200]);
        Package("folded.mime", Fault, "parser-differential", package.Replace("Content-ID: <kos1@x>", "Content-ID:\r\n <kos1@x>", StringComparison.Ordinal));
        Envelope("dtd.xml", "xxe", "<s:Envelope ", "<!DOCTYPE s [<!ENTITY x SYSTEM \"http://127.0.0.1:{{SINK_PORT}}/x\">]><s:Envelope ");
        Envelope("two-bodies.xml", "parser-differential", "</s:Body>", "</s:Body><s:Body><x/></s:Body>");
        Envelope("reply-to.xml", "ssrf", "http://www.w3.org/2005/08/addressing/anonymous", "http://127.0.0.1:{{SINK_PORT}}/x");
        Envelope("assertion.xml", "xsw", "</s:Header>",
            "<w:Security xmlns:w=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\">{{SIGNED_ASSERTION_ORG_A_USER}}</w:Security></s:Header>");
        Envelope("attributes.xml", "dos-amplify", "<s:Body>", $"<s:Body {string.Join(' ', Enumerable.Range(0, 65).Select(i => $"a{i}=\"1\""))}>");
        foreach (var (id, channel, file, expected) in (ReadOnlySpan<(string, string, string, string)>)
            [("parts", "rad-68-soap", "streams.py#mime_parts", "413 / Sender fault"), ("endless", "stow-rs", "streams.py#stow_endless", "413 at the limit"),
             ("doors", "multi", "ordering.json#duplicate-manifest-x3", "1 study"), ("bytes", "multi", "ordering.json#same-uid-different-bytes", "second refused"),
             ("again", "multi", "ordering.json#delete-then-resubmit", "visible once"), ("holders", "multi", "ordering.json#two-facilities-same-study-uid", "two holdings"),
             ("parted", "multi", "ordering.json#unmerge-a37", "studies return")])
            inputs.Add(new { id = "own-" + id, file, channel, expected, @class = id == "parts" ? "dos-stream" : "" });

        File.WriteAllText(Path.Combine(folder, "manifest.json"), JsonSerializer.Serialize(new { inputs }));
        File.WriteAllText(Path.Combine(folder, "canaries.txt"), "ZZPHI-\nZZCANARY\n");
        return folder;
    }

    private static byte[] Bytes(Manifest manifest, Action<DicomDataset> change)
    {
        var dataset = DicomFile.Open(Manifests.KeyObjects.KeyObjectWriter.Write(manifest)).Dataset;
        change(dataset);
        return new DicomFile(dataset).ToArray();
    }

    private static DicomDataset Nested(int depth) =>
        depth == 0 ? new() { { DicomTag.TextValue, "x" } } : new DicomDataset().AddOrUpdate(DicomTag.ContentSequence, Nested(depth - 1));
}
