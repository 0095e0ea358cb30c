using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom.Files;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Registry.Submitting;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Receiving;

/// <summary>What became of one object of a STOW-RS request.</summary>
/// <param name="SopClassUid">
/// As its data set says, which is what is registered; of an object that cannot be read, as its file meta information says. Null: neither
/// says one that is well-formed.
/// </param>
/// <param name="Failure">Null: stored.</param>
internal sealed record StoredKeyObject(string? SopClassUid, string? SopInstanceUid, bool Warned, FailureReason? Failure)
{
    public static StoredKeyObject Stored(IncomingSubmission incoming, bool warned) => Of(incoming.Documents[0], warned, null);

    public static StoredKeyObject Failed(IncomingSubmission incoming, FailureReason reason) => Of(incoming.Documents[0], false, reason);

    private static StoredKeyObject Of(IncomingDocument document, bool warned, FailureReason? reason)
    {
        var (sopClass, instance) = document.Refusal?.Code == ManifestRefusal.NotDicom
            && Part10Peek.At(document.Content.Span) is Part10Peek.Found found
                ? (found.SopClassUid, found.SopInstanceUid)
                : (document.Reading?.SopClassUid, document.Reading?.SopInstanceUid);
        return new StoredKeyObject(WellFormed(sopClass), WellFormed(instance), warned, reason);
    }

    private static string? WellFormed(string? uid) => Oid.TryParse(uid, out var read) ? read.Text : null;
}

/// <summary>Failure Reason (0008,1197) (PS3.18 table 10.5.3-2, PS3.7 annex C).</summary>
internal enum FailureReason
{
    ProcessingFailure = 0x0110,
    DuplicateInstance = 0x0111,
    ClassNotSupported = 0x0122,
    NotAuthorized = 0x0124,
    OutOfResources = 0xA700,
    DoesNotMatchStudy = 0xA900,
    CannotUnderstand = 0xC000,
}

internal static class FailureReasons
{
    /// <summary>Of what only the store, or a bound beyond the object itself, said no to.</summary>
    public static FailureReason Of(RegistryError error) => error.Code == RegistryErrorCode.RepositoryOutOfResources
        ? FailureReason.OutOfResources
        : FailureReason.CannotUnderstand;

    public static FailureReason Of(IncomingSubmission incoming, SubmissionDecision.Refused refused) =>
        (incoming.Documents[0].Refusal?.Code, refused.Errors.FirstOrDefault(error => error.Severity == Severity.Error)?.Code) switch
        {
            (_, RegistryErrorCode.UnresolvedReference) => FailureReason.DoesNotMatchStudy,
            (ManifestRefusal.NotKeyObject, _) => FailureReason.ClassNotSupported,
            (not null, _) => FailureReason.CannotUnderstand,
            (_, RegistryErrorCode.NonIdenticalHash or RegistryErrorCode.NonIdenticalSize) => FailureReason.DuplicateInstance,
            (_, RegistryErrorCode.RegistryMetadataError) => FailureReason.NotAuthorized,
            _ => FailureReason.ProcessingFailure,
        };
}
