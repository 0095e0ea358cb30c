using HieImaging.DocumentStore;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;

namespace HieImaging.Registry.Registering;

/// <summary>What the store says no to, in the words of a RegistryResponse (TF-3 table 4.2.4.1-2).</summary>
internal static class StoreFailures
{
    public static async Task<SoapAnswer> Answered(Func<Task<RegistryResponse>> work)
    {
        try
        {
            return SoapAnswer.Of((await work()).Write());
        }
        catch (StoreUnavailableException)
        {
            return SoapAnswer.Of(RegistryResponse.Failure(RegistryErrorCode.RepositoryBusy, "The store does not answer; try again.").Write());
        }
        catch (ConcurrencyException)
        {
            return SoapAnswer.Of(RegistryResponse.Failure(RegistryErrorCode.RepositoryBusy, "The same documents are being changed; try again.").Write());
        }
        catch (UnstorableContentException)
        {
            return SoapAnswer.Of(RegistryResponse.Failure(RegistryErrorCode.RegistryMetadataError, "The metadata holds characters that cannot be stored.").Write());
        }
    }
}
