using HieImaging.Xds.Responses;

namespace HieImaging.Xds.Metadata;

/// <summary>What is wrong with a submission, collected while it is read; codes say which actor found it (TF-3 4.2.4.2).</summary>
internal sealed class MetadataFindings(SubmissionKind kind)
{
    private readonly List<RegistryError> _errors = [];

    /// <summary>Errors, and warnings of what was not kept.</summary>
    public IReadOnlyList<RegistryError> All => _errors;

    public bool HasErrors => _errors.Exists(error => error.Severity == Severity.Error);

    /// <summary>An attribute is missing or not of its form. Never quotes the value: it may be a patient's.</summary>
    public void Add(string subject, string fault, string? location) => Record(MetadataCode, $"{subject}: {fault}.", location);

    public void Unresolved(string subject, string location) =>
        Record(RegistryErrorCode.UnresolvedReference, $"{subject} names an object that is not in the submission.", location);

    /// <summary>The object was taken, something that the Technical Framework does not name was not.</summary>
    public void NotSaved(string subject, string location) => Record(
        RegistryErrorCode.ExtraMetadataNotSaved,
        $"{subject}: a classification or an identifier of a scheme that is not XDS's is not kept.",
        location,
        Severity.Warning);

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

    private void Record(string code, string context, string? location, Severity severity = Severity.Error)
    {
        if (_errors.Count < 100)                           // enough to mend a submission by; an answer is bounded too
            _errors.Add(new RegistryError(code, context, severity, location is { Length: > 128 } ? location[..128] : location));
    }
}
