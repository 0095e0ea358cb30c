namespace HieImaging.Fhir.FhirPath;

/// <summary>What an item is to the operators: the System type that it is, or that it converts to without being asked (FHIRPath N1,
/// 5.6).</summary>
internal enum PathKind
{
    /// <summary>An element with children, or a primitive without a value.</summary>
    None,
    Boolean,
    String,
    Integer,
    Decimal,
    Date,
    Time,
    Quantity,
    TypeSpecifier,
}
