using System.ComponentModel.DataAnnotations;

namespace HieImaging.FhirServer.Declaring;

/// <summary>How much of FHIR one request may ask for (<c>Fhir:Bounds</c>). What asks for more is refused as too costly or too long, never
/// cut in silence.</summary>
public sealed record FhirBounds
{
    public static readonly FhirBounds Default = new();

    /// <summary>Bytes of a body, as it came and after inflating.</summary>
    [Range(64 * 1024, 16 * 1024 * 1024)] public int BodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Entries of a Bundle that is sent.</summary>
    [Range(1, 1_000)] public int Entries { get; init; } = 100;

    /// <summary>Results of a page; who asks for more is given so many.</summary>
    [Range(1, 1_000)] public int Results { get; init; } = 100;

    /// <summary>Alternatives of one parameter, between commas.</summary>
    [Range(1, 50)] public int Alternatives { get; init; } = 50;

    /// <summary>Steps of a chain: <c>patient.identifier</c> is one.</summary>
    [Range(1, 3)] public int ChainSteps { get; init; } = 1;

    /// <summary><c>_include</c> and <c>_revinclude</c> of a search together.</summary>
    [Range(0, 20)] public int Includes { get; init; } = 3;

    /// <summary>Rounds of including; 1: nothing is included of what was included, and <c>:iterate</c> is refused.</summary>
    [Range(1, 3)] public int IncludeRounds { get; init; } = 1;

    /// <summary>Resources that are included in one answer.</summary>
    [Range(1, 5_000)] public int Included { get; init; } = 500;
}
