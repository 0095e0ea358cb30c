using System.Net;
using System.Text;

namespace HieImaging.Tests.Publisher;

/// <summary>An archive in memory that speaks QIDO-RS and metadata, in pages of its own choice, and goes wrong on request.</summary>
internal sealed class PretendedArchive : HttpMessageHandler
{
    public enum Fault
    {
        None, Unavailable, Truncated, Emptied, ListsNothing, ListsHalf, MetadataFails, MetadataShort,
    }

    public sealed record Held(string Study, string Series, string Sop, string Patient);

    public static Uri Root { get; } = new("http://archive.test/dicom-web/");

    public List<Held> Instances { get; } = [];

    public Fault Wrong { get; set; }

    public int Page { get; set; } = 100;

    /// <summary>Requests so far.</summary>
    public int Asked { get; private set; }

    /// <summary>What is held of each study of each patient.</summary>
    public Dictionary<(string Study, string Patient), string> Holds() => Instances.GroupBy(one => (one.Study, one.Patient))
        .ToDictionary(study => study.Key, study => string.Join(' ', study.Select(one => one.Sop).Order(StringComparer.Ordinal)));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(request.RequestUri!));

    private HttpResponseMessage Answer(Uri address)
    {
        Asked++;
        var path = address.AbsolutePath["/dicom-web/".Length..].Split('/');
        var query = System.Web.HttpUtility.ParseQueryString(address.Query);
        if (Wrong == Fault.Unavailable)
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        if (Wrong == Fault.Emptied)
            return path[^1] == "metadata" ? new HttpResponseMessage(HttpStatusCode.NotFound) : Json([]);
        var study = path.Length > 1 ? path[1] : query["StudyInstanceUID"];
        var found = Instances.Where(one => study is null || one.Study == study).ToList();
        if (path[^1] == "metadata")
            return Metadata(path.Length > 3 ? [.. found.Where(one => one.Series == path[3])] : found, whole: path.Length > 3);
        var rows = path[^1] switch
        {
            "studies" => [.. found.GroupBy(one => (one.Study, one.Patient)).Select(Row)],
            "series" => [.. found.Select(one => one.Series).Distinct().Select(uid => $$"""{ "0020000E": { "vr": "UI", "Value": ["{{uid}}"] } }""")],
            _ => found.ConvertAll(Metadata),
        };
        if (study is null && Wrong == Fault.ListsNothing)
            rows = [];
        if (study is null && Wrong == Fault.ListsHalf)
            rows = [.. rows.Where((_, index) => index % 2 == 0)];
        var page = rows.Skip(int.Parse(query["offset"] ?? "0")).Take(Math.Min(Page, int.Parse(query["limit"] ?? "100"))).ToList();
        return Json(page, cut: Wrong == Fault.Truncated && study is null);
    }

    // As Orthanc: a study of two patients is not found whole.
    private HttpResponseMessage Metadata(List<Held> found, bool whole)
    {
        if (Wrong == Fault.MetadataFails)
            return new HttpResponseMessage(HttpStatusCode.InternalServerError);
        if (found.Count == 0 || (!whole && found.DistinctBy(one => one.Patient).Count() > 1))
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        return Json(found.Take(Wrong == Fault.MetadataShort ? found.Count - 1 : found.Count).Select(Metadata));
    }

    private static string Row(IGrouping<(string Study, string Patient), Held> study) => $$"""
        { "0020000D": { "vr": "UI", "Value": ["{{study.Key.Study}}"] }, "00100020": { "vr": "LO", "Value": ["{{study.Key.Patient}}"] },
          "00201208": { "vr": "IS", "Value": [{{study.Count()}}] } }
        """;

    private static string Metadata(Held one) => $$"""
        { "0020000D": { "vr": "UI", "Value": ["{{one.Study}}"] }, "0020000E": { "vr": "UI", "Value": ["{{one.Series}}"] },
          "00080018": { "vr": "UI", "Value": ["{{one.Sop}}"] }, "00080016": { "vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"] },
          "00100020": { "vr": "LO", "Value": ["{{one.Patient}}"] }, "00080060": { "vr": "CS", "Value": ["CT"] } }
        """;

    private static HttpResponseMessage Json(IEnumerable<string> objects, bool cut = false)
    {
        var text = "[" + string.Join(',', objects) + "]";
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(cut ? text[..(text.Length / 2)] : text, Encoding.UTF8, "application/dicom+json"),
        };
    }
}
