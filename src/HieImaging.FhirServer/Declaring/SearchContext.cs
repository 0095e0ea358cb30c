using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Declaring;

/// <summary>Who asks, and the base under which this node's own resources have absolute URLs.</summary>
/// <param name="Http">The request.</param>
/// <param name="PublicBase">Without a closing slash: <c>https://hie.example.org/fhir</c>.</param>
public sealed record SearchContext(HttpContext Http, string PublicBase)
{
    /// <summary>How much may be asked for.</summary>
    public FhirBounds Bounds { get; init; } = FhirBounds.Default;
}
