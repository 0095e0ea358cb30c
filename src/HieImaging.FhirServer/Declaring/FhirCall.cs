using HieImaging.Fhir.Json;
using HieImaging.Fhir.Search;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Declaring;

/// <summary>A create, an update or an operation as it was called.</summary>
public sealed record FhirCall
{
    /// <summary>The request; its caller is asked of it.</summary>
    public required HttpContext Http { get; init; }

    /// <summary>The query string's parameters without <c>_format</c> and <c>_pretty</c>.</summary>
    public required SearchQuery Query { get; init; }

    /// <summary>The body, read strictly and of the declared type (an operation's may be Parameters); null where there is none.</summary>
    public FhirResource? Resource { get; init; }

    /// <summary>The body's bytes as they came, unpacked; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Received { get; init; }

    /// <summary>The media type of <see cref="Received"/>, without parameters.</summary>
    public string ReceivedType { get; init; } = "application/fhir+json";

    /// <summary>The id in the URL of an update.</summary>
    public string? Id { get; init; }

    /// <summary>The version of <c>If-Match: W/"3"</c>.</summary>
    public int? IfMatch { get; init; }
}
