using System.Globalization;
using HieImaging.Manifests;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Submitting;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Publisher.Sending;

/// <summary>
/// The Imaging Document Source's two SOAP transactions: RAD-68 provides and replaces,
/// ITI-57 withdraws. The same call is always the same submission, so a repetition is one.
/// </summary>
internal sealed class DocumentSource(SoapClient soap, Uri node)
{
    /// <exception cref="HttpRequestException">The node is not there, or too busy to say what became of it.</exception>
    public Task<SendingAnswer> ProvideAsync(Submission submission, byte[] keyObject, CancellationToken cancellation)
    {
        var (body, parts) = ProvideAndRegister.Write(submission, [new ProvidedDocument(submission.Entries[0].EntryUuid, keyObject)]);
        return SendAsync("xds/repository", SoapAction.ProvideAndRegister, body, parts, cancellation);
    }

    /// <summary>Deprecates a document that has no successor: its study is no longer in the archive.</summary>
    /// <exception cref="HttpRequestException">The node is not there, or too busy to say what became of it.</exception>
    public Task<SendingAnswer> WithdrawAsync(
        string entryUuid, string patientId, string sourceId, Code contentType, DateTimeOffset at, CancellationToken cancellation)
    {
        var set = new SubmissionSet
        {
            EntryUuid = DerivedUid.UrnOf("withdrawal", entryUuid),
            UniqueId = DerivedUid.Of("withdrawal", entryUuid).Text,
            SourceId = sourceId,
            PatientId = patientId,
            SubmissionTime = at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
            ContentTypeCode = contentType,
        };
        var update = new Association
        {
            EntryUuid = DerivedUid.UrnOf("withdrawal-update", entryUuid),
            Type = AssociationType.UpdateAvailabilityStatus,
            Source = set.EntryUuid,
            Target = entryUuid,
            OriginalStatus = AvailabilityStatus.Approved,
            NewStatus = AvailabilityStatus.Deprecated,
        };
        var body = SubmissionWriter.Write(new Submission { Set = set, Associations = [update] });
        return SendAsync("xds/registry", SoapAction.Update, body, null, cancellation);
    }

    private async Task<SendingAnswer> SendAsync(
        string path, string action, System.Xml.Linq.XElement body, IReadOnlyList<SoapPart>? parts, CancellationToken cancellation)
    {
        var response = await soap.SendAsync(new Uri(node, path), action, body, parts, cancellation);
        if (response.Fault is { } fault)
            return fault.Code == "Receiver" ? throw Unsaid(response.Status) : new SendingAnswer.Refused(fault.Code, fault.Reason);
        if (response.Body is null || RegistryResponse.Read(response.Body) is not { } registry)
            throw Unsaid(response.Status);
        if (registry.Status == ResponseStatus.Success)
            return new SendingAnswer.Accepted([.. registry.Errors.Select(warning => $"{warning.Code}: {warning.Context}")]);
        var error = registry.Errors.FirstOrDefault(error => error.Severity == Severity.Error);
        return error?.Code is RegistryErrorCode.RegistryBusy or RegistryErrorCode.RepositoryBusy or RegistryErrorCode.RegistryNotAvailable
            ? throw Unsaid(response.Status)
            : new SendingAnswer.Refused(error?.Code ?? "failure", error?.Context ?? "The node gave no reason.");
    }

    // An earlier attempt may have been taken: until the node says so or refuses, the same is sent again.
    private static HttpRequestException Unsaid(int status) =>
        new($"The node does not say what became of a submission ({status}).", null, (System.Net.HttpStatusCode)status);
}
