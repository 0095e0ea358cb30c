using System.Security.Cryptography;
using HieImaging.PretendFacility.Archives;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using HieImaging.Wire.Multipart;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Studies that lie in an archive and are retrieved through the node.</summary>
public abstract class RetrievalStory(Exchange exchange) : Story(exchange)
{
    /// <summary>What viewers ask for when they want the objects as they are.</summary>
    protected const string AnyDicom = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    protected sealed record Part(string Type, byte[] Bytes)
    {
        public string Hash => Convert.ToHexStringLower(SHA256.HashData(Bytes));
    }

    /// <summary>A study of two series, in the archive and published.</summary>
    protected async Task<(PretendHospital Hospital, PhantomStudy Study)> HeldAsync()
    {
        var hospital = Exchange.FreshHospital();
        var study = FreshStudy(hospital, FreshPerson(), null, PhantomSeries.Ct(3), PhantomSeries.Mr("T1", 2));
        await ArchiveAsync(study);
        await PublishAsync(hospital, study);
        return (hospital, study);
    }

    protected Task<HttpResponseMessage> RetrieveAsync(string path, string? client, string accept = AnyDicom) => GetAsync("dicomweb/" + path, client, accept);

    protected async Task<int> StatusOfAsync(string path, string? client, string accept = AnyDicom)
    {
        using var answer = await RetrieveAsync(path, client, accept);
        return (int)answer.StatusCode;
    }

    /// <summary>The parts of an answer that must be 200, multipart, and whole.</summary>
    protected async Task<IReadOnlyList<Part>> PartsAsync(string path, string client, string accept = AnyDicom)
    {
        using var answer = await RetrieveAsync(path, client, accept);
        Assert.True(answer.IsSuccessStatusCode, $"{path} for {accept}: {(int)answer.StatusCode}");
        return await PartsAsync(answer);
    }

    /// <exception cref="Wire.MalformedException">The multipart has no end.</exception>
    protected static async Task<IReadOnlyList<Part>> PartsAsync(HttpResponseMessage answer)
    {
        Assert.True(MediaType.TryParse(answer.Content.Headers.ContentType?.ToString(), out var media), "no content type");
        Assert.Equal("multipart/related", media.Type);
        using var reader = new BoundedMultipartReader(await answer.Content.ReadAsStreamAsync(), media.Boundary!);
        var parts = new List<Part>();
        while (await reader.NextAsync(CancellationToken.None) is { } part)
        {
            using var bytes = new MemoryStream();
            await part.CopyToAsync(bytes, CancellationToken.None);
            parts.Add(new Part(part.ContentType?.Type ?? "", bytes.ToArray()));
        }
        return parts;
    }

    /// <summary>SHA-256 of every instance of the study as the archive gives the file to its own hospital.</summary>
    protected async Task<IReadOnlyList<string>> ArchivedHashesAsync(PhantomStudy study)
    {
        var held = (await Exchange.Archive.Inside.StudiesAsync(CancellationToken.None)).Single(one => one.StudyUid == study.StudyUid);
        var hashes = new List<string>();
        foreach (var instance in await Exchange.Archive.Inside.InstancesAsync(held, CancellationToken.None))
            hashes.Add(Convert.ToHexStringLower(SHA256.HashData(await Exchange.Archive.Inside.FileAsync(instance, CancellationToken.None))));
        return [.. hashes.Order(StringComparer.Ordinal)];
    }

    protected static string HashOf(HeldInstance instance) => Convert.ToHexStringLower(SHA256.HashData(instance.Part10));

    protected static IReadOnlyList<string> Hashes(IEnumerable<Part> parts) => [.. parts.Select(part => part.Hash).Order(StringComparer.Ordinal)];

    protected static string At(PretendHospital hospital, PhantomStudy study) => $"at/{hospital.Id}/studies/{study.StudyUid}";
}
