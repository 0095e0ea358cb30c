using HieImaging.DocumentStore;
using HieImaging.Wire;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;

namespace HieImaging.Registry.Registering;

/// <summary>What the store says no to, in the words of a RegistryResponse (TF-3 table 4.2.4.1-2).</summary>
internal static class StoreFailures
{
    /// <param name="refuse">Tells the audit trail of a refusal that only the store found out, and answers it.</param>
    /// <param name="kind">Which actor answers: of <c>Provide</c> the repository, else the registry.</param>
    public static async Task<SoapAnswer> Answered(
        Func<Task<RegistryResponse>> work, Func<RegistryError, Task<RegistryResponse>> refuse, SubmissionKind kind) =>
        SoapAnswer.Of((await Response(work, refuse, kind)).Write());

    /// <summary>What the caller itself is the reason of, and no rule had seen.</summary>
    public static RegistryError? RefusalOf(Exception failure, SubmissionKind kind = SubmissionKind.Provide) => failure switch
    {
        UnstorableContentException =>
            new RegistryError(
                RegistryErrorCode.RegistryMetadataError, "An attribute is too long, or holds characters that cannot be stored."),
        BoundsExceededException bound => new RegistryError(
            kind == SubmissionKind.Provide ? RegistryErrorCode.RepositoryOutOfResources : RegistryErrorCode.RegistryOutOfResources,
            bound.Message),
        _ => null,
    };

    private static async Task<RegistryResponse> Response(
        Func<Task<RegistryResponse>> work, Func<RegistryError, Task<RegistryResponse>>? refuse, SubmissionKind kind)
    {
        var busy = kind == SubmissionKind.Provide ? RegistryErrorCode.RepositoryBusy : RegistryErrorCode.RegistryBusy;
        try
        {
            return await work();
        }
        catch (StoreUnavailableException)
        {
            return RegistryResponse.Failure(busy, "The store does not answer; try again.");
        }
        catch (ConcurrencyException)
        {
            return RegistryResponse.Failure(busy, "The same documents are being changed; try again.");
        }
        catch (Exception failure) when (refuse is not null && RefusalOf(failure, kind) is { } error)
        {
            return await Response(() => refuse(error), null, kind);
        }
    }
}
