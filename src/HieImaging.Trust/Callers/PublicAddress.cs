namespace HieImaging.Trust.Callers;

/// <summary>
/// Under which address callers reach the node: scheme, host and port (and a path, where a proxy adds one), no slash at the end. Issuer and
/// audience of its tokens, base of its Endpoints; the same in every process of a node, so that several of them need it as a setting.
/// </summary>
/// <param name="known">From the settings; null where a port is chosen at start.</param>
/// <param name="bound">The address that was bound, once the node listens.</param>
public sealed class PublicAddress(string? known, Func<string> bound)
{
    /// <summary>Where there is nothing else to go by.</summary>
    public const string Default = "http://127.0.0.1:8080";

    public string? Known => known;

    public string Now => known ?? bound();

    public string TokenEndpoint => Now + "/oauth2/token";
}
