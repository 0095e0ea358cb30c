namespace HieImaging.Xds.Responses;

/// <summary>RegistryResponse/@status (TF-3 4.2.4).</summary>
public enum ResponseStatus
{
    Success,
    Failure,
    PartialSuccess,
}
