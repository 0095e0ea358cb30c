using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Fhir.Json;

namespace HieImaging.Identity.Loading;

/// <summary>One record of a file: a Patient under its number, or why it is none. The reason names no value.</summary>
internal abstract record LoadRecord(long Line)
{
    internal sealed record Read(long Line, PatientIdentifier Own, FhirResource Patient) : LoadRecord(Line);

    internal sealed record Refused(long Line, string Reason) : LoadRecord(Line);
}
