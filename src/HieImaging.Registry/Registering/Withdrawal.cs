using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.RecordLocator.Studies;

namespace HieImaging.Registry.Registering;

/// <summary>A study of which nothing is left: entered-in-error, gone from search and retrieval, its history kept.</summary>
internal static class Withdrawal
{
    public static RegisteredStudy Withdrawn(this RegisteredStudy study, int version, DateTimeOffset now) => study with
    {
        Version = version,
        LastUpdated = now,
        Deleted = true,
        Status = "entered-in-error",
        ImagingStudy = Marked(study.ImagingStudy, version, now),
    };

    // what was last said of it, marked as withdrawn; nothing of it is computed again
    private static byte[] Marked(byte[] imagingStudy, int version, DateTimeOffset now)
    {
        var resource = JsonNode.Parse(imagingStudy)!.AsObject();
        resource["status"] = "entered-in-error";
        if (resource["meta"] is JsonObject meta)
        {
            meta["versionId"] = version.ToString(CultureInfo.InvariantCulture);
            meta["lastUpdated"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        }
        return JsonSerializer.SerializeToUtf8Bytes(resource);
    }
}
