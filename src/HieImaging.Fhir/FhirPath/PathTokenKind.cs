namespace HieImaging.Fhir.FhirPath;

/// <summary>The words of FHIRPath's grammar.</summary>
internal enum PathTokenKind
{
    Name,

    /// <summary>A name in back-ticks: never a keyword.</summary>
    DelimitedName,
    String,
    Number,
    Date,
    Time,

    /// <summary>After a %.</summary>
    External,
    Symbol,
    End,
}
