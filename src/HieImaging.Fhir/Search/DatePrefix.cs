namespace HieImaging.Fhir.Search;

/// <summary>How a date compares (R4, 3.1.1.4.3): equal, not equal, greater, greater or equal, less, less or equal, starts after, ends
/// before, approximately.</summary>
public enum DatePrefix
{
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    Sa,
    Eb,
    Ap,
}
