using System.Net;
using System.Text;

namespace HieImaging.Tests.Publisher;

/// <summary>An archive's answers, recorded: by path and query; anything else is 404.</summary>
internal sealed class RecordedArchive : HttpMessageHandler
{
    public static Uri Root { get; } = new("http://archive.test/dicom-web/");

    public Dictionary<string, string> Answers { get; } = [];

    public List<string> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery["/dicom-web/".Length..];
        Asked.Add(path);
        return Task.FromResult(Answers.TryGetValue(path, out var json)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/dicom+json") }
            : new HttpResponseMessage(HttpStatusCode.NotFound));
    }

    /// <summary>An instance as an archive's metadata tells it.</summary>
    public static string Instance(
        string uid, string patientId = "P1", string sopClass = "1.2.840.10008.5.1.4.1.1.2", string series = "1.2.3.1", string more = "") => $$"""
        { "00080005": { "vr": "CS", "Value": ["ISO_IR 100"] }, "00080016": { "vr": "UI", "Value": ["{{sopClass}}"] },
          "00080018": { "vr": "UI", "Value": ["{{uid}}"] }, "00080020": { "vr": "DA", "Value": ["20260102"] },
          "00080030": { "vr": "TM", "Value": ["101112.5"] }, "00080050": { "vr": "SH" }, "00080060": { "vr": "CS", "Value": ["CT"] },
          "00100010": { "vr": "PN", "Value": [{ "Alphabetic": "Müller^Jörg", "Ideographic": "山田^太郎" }] },
          "00100020": { "vr": "LO", "Value": ["{{patientId}}"] }, "0020000D": { "vr": "UI", "Value": ["1.2.3"] },
          "0020000E": { "vr": "UI", "Value": ["{{series}}"] }, "00200011": { "vr": "IS", "Value": [4] },
          "00200013": { "vr": "IS", "Value": ["7"] }, "7FE00010": { "vr": "OW", "BulkDataURI": "http://inner/bulk" } {{more}} }
        """;

    public static string Listed(params string[] studies) => Listed([.. studies.Select(uid => (uid, "P1"))]);

    public static string Listed(params (string Uid, string PatientId)[] studies) => "[" + string.Join(',', studies.Select(study =>
        $$"""
        { "0020000D": { "vr": "UI", "Value": ["{{study.Uid}}"] }, "00100020": { "vr": "LO", "Value": ["{{study.PatientId}}"] },
          "00201208": { "vr": "IS", "Value": [2] } }
        """)) + "]";
}
