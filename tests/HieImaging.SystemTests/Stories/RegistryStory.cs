using System.Net.Http.Headers;
using System.Text.Json;
using HieImaging.AffinityDomain.Participants;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Publishing;
using HieImaging.SystemTests.Harness;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Submitting;
using HieImaging.Xds.Vocabulary;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>What a document source and a document consumer of XDS do, told from outside.</summary>
public abstract class RegistryStory(Exchange exchange) : Story(exchange)
{
    /// <summary>The submission with ids of its own choice, so that a later one can speak of them.</summary>
    protected static ImagingSubmission Named(ImagingSubmission submission)
    {
        var resolved = SymbolicIds.Resolve(submission.Submission);
        return submission with
        {
            Submission = resolved,
            Documents = [.. submission.Documents.Zip(resolved.Entries, (document, entry) => new ProvidedDocument(entry.EntryUuid, document.Content))],
        };
    }

    protected static string EntryUuidOf(ImagingSubmission submission) => submission.Submission.Entries[0].EntryUuid;

    /// <summary>RAD-68 that must succeed.</summary>
    protected async Task ProvideAsync(PretendHospital hospital, ImagingSubmission submission)
    {
        var response = await Source.ProvideAsync(submission, await Exchange.TokenAsync(hospital.Pacs), CancellationToken.None);
        Assert.True(response.Status == ResponseStatus.Success, string.Join("; ", response.Errors));
    }

    /// <summary>ITI-43 of one document: its bytes, or the code of why not.</summary>
    protected async Task<(ReadOnlyMemory<byte>? Content, string? Code)> DocumentAsync(string client, string uniqueId)
    {
        var body = RetrieveDocumentSet.Write([new DocumentRequest(null, PretendDomain.RepositoryUniqueId, uniqueId)]);
        var soap = Source.Soap(await Exchange.TokenAsync(client));
        var answer = await soap.SendAsync(new Uri(Exchange.Address, "xds/repository"), SoapAction.Retrieve, body, null, CancellationToken.None);
        var (response, documents) = RetrieveDocumentSetResponse.Read(answer);
        Assert.True(response is not null, $"ITI-43 was answered by {answer.Status} {answer.Fault?.Reason}");
        return documents is [var document] ? (document.Content, null) : (null, response!.Errors[0].Code);
    }

    /// <summary>ITI-57: the hospital takes a document back.</summary>
    protected Task<RegistryResponse> DeprecateAsync(PretendHospital hospital, ImagingSubmission submission) =>
        StatusAsync(hospital, submission, EntryUuidOf(submission), AvailabilityStatus.Approved, AvailabilityStatus.Deprecated);

    /// <summary>ITI-57: the status of an object of the submission's patient.</summary>
    protected Task<RegistryResponse> StatusAsync(PretendHospital hospital, ImagingSubmission submission, string target, string from, string to) =>
        UpdateAsync(hospital, submission, [], new Association
        {
            EntryUuid = "update", Type = AssociationType.UpdateAvailabilityStatus, Source = "set", Target = target, OriginalStatus = from, NewStatus = to,
        });

    /// <summary>ITI-57: another version of the submission's document.</summary>
    protected Task<RegistryResponse> CorrectAsync(
        PretendHospital hospital, ImagingSubmission submission, string previousVersion, Func<DocumentEntry, DocumentEntry> change) =>
        UpdateAsync(hospital, submission, [change(submission.Submission.Entries[0]) with
        {
            EntryUuid = "document", LogicalId = EntryUuidOf(submission), RepositoryUniqueId = PretendDomain.RepositoryUniqueId,
        }], new Association { EntryUuid = "member", Type = AssociationType.HasMember, Source = "set", Target = "document", PreviousVersion = previousVersion });

    /// <summary>ITI-57 of associations and entries; the set has the symbol <c>set</c>.</summary>
    protected async Task<RegistryResponse> UpdateAsync(
        PretendHospital hospital, ImagingSubmission submission, IReadOnlyList<DocumentEntry> entries, params Association[] associations)
    {
        var set = submission.Submission.Set with { EntryUuid = "set", UniqueId = HieImaging.Dicom.DicomUID.New().UID };
        var body = SubmissionWriter.Write(new Submission { Set = set, Entries = entries, Associations = associations });
        var answer = await Source.Soap(await Exchange.TokenAsync(hospital.Pacs))
            .SendAsync(new Uri(Exchange.Address, "xds/registry"), SoapAction.Update, body, null, CancellationToken.None);
        return answer.Body is { } response && RegistryResponse.Read(response) is { } read
            ? read
            : throw new HttpRequestException($"ITI-57 was answered by {answer.Status} {answer.Fault?.Reason}");
    }

    /// <summary>The codes of what refused it, warnings aside.</summary>
    protected static IEnumerable<string> ErrorsOf(RegistryResponse response) =>
        response.Errors.Where(error => error.Severity == Severity.Error).Select(error => error.Code);

    /// <summary>The hospital uses further authorities from now on; the nodes look once a second.</summary>
    protected async Task MayAssertAsync(PretendHospital hospital, params DomainAuthority[] authorities)
    {
        var file = Exchange.Domain.ToFile(Exchange.Keys);
        file = file with { Authorities = [.. file.Authorities, .. authorities.Select(authority => authority with { UsedBy = [hospital.Id] })] };
        var path = Path.Combine(Checkout.NewFolder("domain"), "domain.json");
        await File.WriteAllBytesAsync(path, file.ToUtf8());
        await NodeProcess.RunAsync(Exchange.Settings, "domain", "import", path);
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    /// <summary>The one study that a search finds.</summary>
    protected async Task<JsonElement> StudyAsync(string client, string parameters) =>
        Assert.Single(Matches(await SearchAsync(client, "ImagingStudy?" + parameters)));

    /// <summary>SOP Instance UIDs of an ImagingStudy.</summary>
    protected static IReadOnlyList<string> InstancesOf(JsonElement study) =>
        [.. study.GetProperty("series").EnumerateArray().SelectMany(series => series.GetProperty("instance").EnumerateArray()).Select(instance => instance.GetProperty("uid").GetString()!)];

    /// <summary>The status of a GET.</summary>
    protected async Task<int> StatusAsync(string path, string client, string accept = "application/fhir+json")
    {
        using var answer = await GetAsync(path, client, accept);
        return (int)answer.StatusCode;
    }

    /// <summary>GET of JSON that must be there.</summary>
    protected async Task<JsonElement> JsonAsync(string path, string client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Exchange.TokenAsync(client));
        using var answer = await Exchange.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
    }
}
