using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace HieImaging.PretendFacility.Archives;

/// <summary>A hospital's archive seen from inside the hospital: Orthanc's own REST interface, which the exchange never uses.</summary>
public sealed class OrthancArchive(HttpClient http, Uri root)
{
    /// <param name="dicomWeb">The DICOMweb root, beside which the REST interface lies.</param>
    public static OrthancArchive Beside(HttpClient http, string dicomWeb) => new(http, new Uri(new Uri(dicomWeb), "/"));

    /// <summary>Stores every file below the folder, whatever its name; what is not DICOM, or no image, is counted as refused.</summary>
    public async Task<LoadedFiles> LoadAsync(string folder, CancellationToken cancellation)
    {
        var stored = 0;
        var refused = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (await StoreAsync(await File.ReadAllBytesAsync(path, cancellation), cancellation))
                stored++;
            else
                refused.Add(Path.GetRelativePath(folder, path));
        }
        return new LoadedFiles(stored, refused);
    }

    /// <returns>False when the archive would not have it.</returns>
    public async Task<bool> StoreAsync(byte[] part10, CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(part10);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
        using var answer = await http.PostAsync(new Uri(root, "instances"), body, cancellation);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Every study with its patient as the files say.</summary>
    public async Task<IReadOnlyList<HeldStudy>> StudiesAsync(CancellationToken cancellation)
    {
        var studies = await http.GetFromJsonAsync<JsonElement>(new Uri(root, "studies?expand"), cancellation);
        var series = await http.GetFromJsonAsync<JsonElement>(new Uri(root, "series?expand"), cancellation);
        var imaged = series.EnumerateArray().Where(HeldStudy.HoldsMore).Select(one => one.GetProperty("ParentStudy").GetString()!).ToHashSet(StringComparer.Ordinal);
        return [.. studies.EnumerateArray().Select(study => HeldStudy.Read(study, imaged))];
    }

    /// <summary>The archive's own ids of a study's instances.</summary>
    public async Task<IReadOnlyList<string>> InstancesAsync(HeldStudy study, CancellationToken cancellation)
    {
        var instances = await http.GetFromJsonAsync<JsonElement>(new Uri(root, $"studies/{study.Id}/instances"), cancellation);
        return [.. instances.EnumerateArray().Select(instance => instance.GetProperty("ID").GetString()!)];
    }

    /// <summary>The file as it was stored, byte for byte.</summary>
    public Task<byte[]> FileAsync(string instance, CancellationToken cancellation) =>
        http.GetByteArrayAsync(new Uri(root, $"instances/{instance}/file"), cancellation);

    /// <summary>Removes one instance of a study, as a technician who repeats a picture would.</summary>
    public async Task DeleteAsync(HeldStudy study, string sopUid, CancellationToken cancellation)
    {
        var instances = await http.GetFromJsonAsync<JsonElement>(new Uri(root, $"studies/{study.Id}/instances"), cancellation);
        var one = instances.EnumerateArray().Single(instance => instance.GetProperty("MainDicomTags").GetProperty("SOPInstanceUID").GetString() == sopUid);
        using var answer = await http.DeleteAsync(new Uri(root, $"instances/{one.GetProperty("ID").GetString()}"), cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Removes a study, as a hospital that cleans up would.</summary>
    public async Task DeleteAsync(HeldStudy study, CancellationToken cancellation)
    {
        using var answer = await http.DeleteAsync(new Uri(root, $"studies/{study.Id}"), cancellation);
        answer.EnsureSuccessStatusCode();
    }
}
