using HieImaging.Xds.Responses;

namespace HieImaging.Xds.Metadata;

/// <summary>What is wrong with a submission, collected while it is read; codes say which actor found it (TF-3 4.2.4.2).</summary>
internal sealed class MetadataFindings(SubmissionKind kind)
{
    private readonly List<RegistryError> _errors = [];

    public IReadOnlyList<RegistryError> Errors => _errors;

    /// <summary>An attribute is missing or not of its form. Never quotes the value: it may be a patient's.</summary>
    public void Add(string subject, string fault, string? location) => Record(MetadataCode, $"{subject}: {fault}.", location);

    public void Unresolved(string subject, string location) =>
        Record(RegistryErrorCode.UnresolvedReference, $"{subject} names an object that is not in the submission.", location);

    public void TooMany(int objects) => Record(
        kind == SubmissionKind.Provide ? RegistryErrorCode.RepositoryOutOfResources : RegistryErrorCode.RegistryOutOfResources,
        $"More than {objects} objects are submitted at once.", null);

    public void DuplicateUniqueId(string location) => Record(
        kind == SubmissionKind.Provide
            ? RegistryErrorCode.RepositoryDuplicateUniqueIdInMessage
            : RegistryErrorCode.RegistryDuplicateUniqueIdInMessage,
        "A uniqueId stands twice in the submission.", location);

    private string MetadataCode =>
        kind == SubmissionKind.Provide ? RegistryErrorCode.RepositoryMetadataError : RegistryErrorCode.RegistryMetadataError;

    private void Record(string code, string context, string? location)
    {
        if (_errors.Count < 100)                           // enough to mend a submission by; an answer is bounded too
            _errors.Add(new RegistryError(code, context, Severity.Error, location is { Length: > 128 } ? location[..128] : location));
    }
}
