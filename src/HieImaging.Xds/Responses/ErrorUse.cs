namespace HieImaging.Xds.Responses;

/// <summary>The transactions in whose answers a code may stand (TF-3 table 4.2.4.1-2).</summary>
[Flags]
public enum ErrorUse
{
    None = 0,
    ProvideAndRegister = 1,
    Register = 2,
    Retrieve = 4,
    StoredQuery = 8,
    CrossGatewayQuery = 16,
    CrossGatewayRetrieve = 32,
    Update = 64,
    Mobile = 128,
    Any = 255,
}
