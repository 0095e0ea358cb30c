using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using HieImaging.Dicom;
using HieImaging.Manifests;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Pixels come from the archive that owns them, byte for byte, through one door.</summary>
public abstract class RetrievingStories(Exchange exchange) : RetrievalStory(exchange)
{
    [Fact]
    public async Task Study_series_and_instance_are_the_archives_bytes()
    {
        var (hospital, study) = await HeldAsync();
        var other = Exchange.FreshHospital();
        var archived = await ArchivedHashesAsync(study);
        Assert.Equal(5, archived.Count);

        foreach (var root in (string[])[At(hospital, study), "studies/" + study.StudyUid])
        {
            Assert.Equal(archived, Hashes(await PartsAsync(root, other.Ehr)));
            Assert.Equal(2, (await PartsAsync($"{root}/series/{study.SeriesUid(1)}", other.Ehr)).Count);
            var instance = Assert.Single(await PartsAsync($"{root}/series/{study.SeriesUid(1)}/instances/{study.SopUid(1, 0)}", other.Ehr));
            Assert.Equal(HashOf(study.Instance(1, 0)), instance.Hash);
        }
    }

    [Fact]
    public async Task One_instance_comes_without_an_envelope_for_who_wants_none()
    {
        var (hospital, study) = await HeldAsync();

        using var answer = await RetrieveAsync($"{At(hospital, study)}/series/{study.SeriesUid(0)}/instances/{study.SopUid(0, 1)}", hospital.Ehr, "application/dicom");

        Assert.Equal("application/dicom", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(study.Instance(0, 1).Part10, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_frame_is_the_pixels_of_the_object()
    {
        var (hospital, study) = await HeldAsync();
        var pixels = study.Series[0].Size * study.Series[0].Size * 2;
        var frame = $"{At(hospital, study)}/series/{study.SeriesUid(0)}/instances/{study.SopUid(0, 2)}/frames/1";

        var part = Assert.Single(await PartsAsync(frame, hospital.Ehr, "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*"));

        // Pixel Data is the last element of a phantom.
        Assert.Equal(study.Instance(0, 2).Part10[^pixels..], part.Bytes);
        Assert.Equal(404, await StatusOfAsync(frame[..^1] + "0", hospital.Ehr, "*/*"));
    }

    [Fact]
    public async Task Metadata_leads_to_the_node_alone()
    {
        var (hospital, study) = await HeldAsync();
        using var answer = await RetrieveAsync(At(hospital, study) + "/metadata", hospital.Ehr, "application/dicom+json");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)answer.StatusCode);
        using var metadata = JsonDocument.Parse(text);
        Assert.Equal(5, metadata.RootElement.GetArrayLength());
        AssertNoInnerAddress(text);
        var addresses = BulkDataUris(metadata.RootElement).ToList();
        Assert.Equal(5, addresses.Count);
        foreach (var address in addresses)
        {
            Assert.StartsWith(Exchange.Address.ToString(), address, StringComparison.Ordinal);
            AssertNoInnerAddress(Encoding.Latin1.GetString(Base64Url.DecodeFromChars(address.AsSpan(address.LastIndexOf('/') + 1))));
            using var bulk = await GetAsync(address, hospital.Ehr, "*/*");
            Assert.True((int)bulk.StatusCode == 200, $"{address}: {(int)bulk.StatusCode}");
            var bytes = Assert.Single(await PartsAsync(bulk)).Bytes;
            Assert.Contains(study.Instances(), instance => instance.Part10.AsSpan().EndsWith(bytes));
        }
    }

    [Fact]
    public async Task Bulk_data_of_one_study_is_no_key_to_another()
    {
        var (hospital, study) = await HeldAsync();
        var (second, other) = await HeldAsync();
        using var answer = await RetrieveAsync(At(hospital, study) + "/metadata", hospital.Ehr, "application/dicom+json");
        using var metadata = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var address = BulkDataUris(metadata.RootElement).First();

        var carried = $"{At(second, other)}/series/{other.SeriesUid(0)}/instances/{other.SopUid(0, 0)}/bulkdata/{address[(address.LastIndexOf('/') + 1)..]}";

        Assert.Equal(404, await StatusOfAsync(carried, hospital.Ehr, "*/*"));
    }

    [Fact]
    public async Task Bulk_data_of_a_rejected_instance_is_not_to_be_had_at_the_address_of_another()
    {
        var (hospital, study) = await HeldAsync();
        using var answer = await RetrieveAsync($"{At(hospital, study)}/series/{study.SeriesUid(0)}/metadata", hospital.Ehr, "application/dicom+json");
        using var metadata = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var address = BulkDataUris(metadata.RootElement).Single(one => one.Contains(study.SopUid(0, 0), StringComparison.Ordinal));
        var manifest = PhantomManifest.Of(hospital, study);
        var series = manifest.Study.Series[0];
        await ProvideAsync(hospital, manifest with
        {
            Title = new CodedConcept("113037", "DCM", "Rejected for Patient Safety Reasons"), Role = ManifestRole.Rejection,
            Study = manifest.Study with { Series = [series with { Instances = [.. series.Instances.Where(one => one.Uid.Text == study.SopUid(0, 0))] }] },
        });

        foreach (var instance in (string[])[study.SopUid(0, 0), study.SopUid(0, 1)])
            Assert.Equal(404, await StatusOfAsync(
                $"{At(hospital, study)}/series/{study.SeriesUid(0)}/instances/{instance}/bulkdata/{address[(address.LastIndexOf('/') + 1)..]}", hospital.Ehr, "*/*"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*/*")]
    [InlineData("multipart/related")]
    [InlineData("multipart/*;q=0.5, text/html")]
    [InlineData("multipart/related; type=application/dicom; transfer-syntax=*")]
    [InlineData("multipart/related;type=\"application/dicom\";transfer-syntax=*;boundary=mine, */*;q=0.1")]
    [InlineData("Multipart/Related; Type=\"application/dicom\"")]
    [InlineData("multipart/related; type=\"image/jphc\", multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1")]
    public async Task Accept_headers_as_viewers_write_them_get_the_study(string accept)
    {
        var (hospital, study) = await HeldAsync();

        Assert.Equal(5, (await PartsAsync(At(hospital, study), hospital.Ehr, accept)).Count);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json")]
    [InlineData("multipart/related; type=\"text/plain\"")]
    [InlineData("*/*;q=0")]
    public async Task What_cannot_be_given_is_406(string accept)
    {
        var (hospital, study) = await HeldAsync();

        Assert.Equal(406, await StatusOfAsync(At(hospital, study), hospital.Ehr, accept));
    }

    [Fact]
    public async Task The_bare_address_is_a_conflict_where_two_custodians_have_the_study()
    {
        var (hospital, study) = await HeldAsync();
        var second = Exchange.FreshHospital();
        await PublishAsync(second, study with { PatientId = FreshPatientNumber() });

        Assert.Equal(409, await StatusOfAsync("studies/" + study.StudyUid, hospital.Ehr));
        Assert.Equal(409, await StatusOfAsync($"studies/{study.StudyUid}/series/{study.SeriesUid(0)}", hospital.Ehr));
        Assert.Equal(5, (await PartsAsync(At(hospital, study), hospital.Ehr)).Count);
        Assert.Equal(5, (await PartsAsync(At(second, study), hospital.Ehr)).Count);
    }

    [Fact]
    public async Task What_is_not_registered_is_not_there_whatever_the_archive_holds()
    {
        var (hospital, study) = await HeldAsync();
        var unpublished = FreshStudy(hospital, FreshPerson());
        await ArchiveAsync(unpublished);
        var unarchived = FreshStudy(hospital, FreshPerson());
        await PublishAsync(hospital, unarchived);

        foreach (var path in (string[])[
            At(hospital, unpublished), "studies/" + unpublished.StudyUid, At(hospital, unarchived), "studies/" + DicomUID.New().UID, "studies/nothing",
            At(Exchange.FreshHospital(), study), $"at/nobody/studies/{study.StudyUid}",
            $"{At(hospital, study)}/series/{study.SeriesUid(0)}/instances/{study.SopUid(1, 0)}", $"{At(hospital, study)}/series/{unpublished.SeriesUid(0)}"])
            Assert.True(await StatusOfAsync(path, hospital.Ehr) == 404, path);
    }

    [Fact]
    public async Task Only_who_may_see_it_gets_it()
    {
        var (hospital, study) = await HeldAsync();
        var other = Exchange.FreshHospital();
        var path = At(hospital, study);

        Assert.Equal(401, await StatusOfAsync(path, client: null));
        Assert.Equal(403, await StatusOfAsync(path, PretendFacility.Domains.PretendDomain.Payer));
        Assert.Equal(403, await StatusOfAsync(path, hospital.Pacs));
        Assert.Equal(200, await StatusOfAsync(path, other.Ehr));
        // For operations a hospital sees its own studies, and of others' not even that they are there.
        Assert.Equal(200, await StatusForAsync("HOPERAT", path, hospital.Ehr));
        Assert.Equal(404, await StatusForAsync("HOPERAT", path, other.Ehr));
        Assert.Equal(404, await StatusForAsync("HOPERAT", path + "/metadata", other.Ehr));
    }

    private async Task<int> StatusForAsync(string purpose, string path, string client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "dicomweb/" + path);
        request.Headers.Authorization = new("Bearer", await Exchange.Tokens.TokenAsync(client, null, purpose, CancellationToken.None));
        using var answer = await Exchange.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private void AssertNoInnerAddress(string text)
    {
        var inside = new Uri(Exchange.Archive.DicomWeb);
        Assert.DoesNotContain(inside.Authority, text, StringComparison.Ordinal);
        Assert.DoesNotContain(":" + inside.Port, text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> BulkDataUris(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(BulkDataUris),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member.Name == "BulkDataURI" ? [member.Value.GetString()!] : BulkDataUris(member.Value)),
        _ => [],
    };
}

[Collection(InOneProcess.Name)]
public sealed class RetrievingStoriesInOneProcess(OneProcess exchange) : RetrievingStories(exchange);

[Collection(InOneProcessARole.Name)]
public sealed class RetrievingStoriesInOneProcessARole(OneProcessARole exchange) : RetrievingStories(exchange);
