namespace HieImaging.FhirServer.Answering;

/// <summary>A format that is spoken here.</summary>
internal enum FhirFormat
{
    /// <summary><c>application/fhir+json</c></summary>
    Json,

    /// <summary><c>application/json</c>: the same under the name that the caller asked for.</summary>
    PlainJson,

    /// <summary><c>application/fhir+xml</c></summary>
    Xml,
}
