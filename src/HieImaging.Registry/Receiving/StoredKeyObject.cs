using HieImaging.Dicom.Files;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Registry.Submitting;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Receiving;

/// <summary>What became of one object of a STOW-RS request.</summary>
/// <param name="SopClassUid">As its file meta information says; null where it has none.</param>
/// <param name="Failure">Null: stored.</param>
internal sealed record StoredKeyObject(string? SopClassUid, string? SopInstanceUid, bool Warned, FailureReason? Failure)
{
    public static StoredKeyObject Stored(byte[] content, bool warned) => Of(content, warned, null);

    public static StoredKeyObject Failed(byte[] content, FailureReason reason) => Of(content, false, reason);

    private static StoredKeyObject Of(byte[] content, bool warned, FailureReason? reason) =>
        Part10Peek.At(content) is Part10Peek.Found found
            ? new StoredKeyObject(found.SopClassUid, found.SopInstanceUid, warned, reason)
            : new StoredKeyObject(null, null, warned, reason);
}

/// <summary>Failure Reason (0008,1197) (PS3.18 table 10.5.3-2, PS3.7 annex C).</summary>
internal enum FailureReason
{
    ProcessingFailure = 0x0110,
    DuplicateInstance = 0x0111,
    ClassNotSupported = 0x0122,
    NotAuthorized = 0x0124,
    DoesNotMatchStudy = 0xA900,
    CannotUnderstand = 0xC000,
}

internal static class FailureReasons
{
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
