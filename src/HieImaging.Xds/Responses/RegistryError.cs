namespace HieImaging.Xds.Responses;

/// <summary>One error or warning of a RegistryResponse (TF-3 4.2.4.1).</summary>
/// <param name="Code">A constant of <see cref="RegistryErrorCode"/>.</param>
/// <param name="Context">codeContext: which object and attribute, in words; names no patient.</param>
/// <param name="Location">The id or uniqueId of what it concerns.</param>
public sealed record RegistryError(string Code, string Context, Severity Severity = Severity.Error, string? Location = null);
