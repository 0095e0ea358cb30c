using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;

namespace HieImaging.FhirServer.Declaring;

/// <summary>Date prefixes as SQL (R4, 3.1.1.4.7): the value is the interval [v.From, v.To), the target [from, to) or one instant.</summary>
public static class DateComparison
{
    /// <summary>Against a target interval.</summary>
    public static SqlFragment Between(DateValue value, SqlFragment from, SqlFragment to) => value.Prefix switch
    {
        DatePrefix.Eq => $"({from} >= {value.From} and {to} <= {value.To})",
        DatePrefix.Ne => $"({from} < {value.From} or {to} > {value.To})",
        DatePrefix.Gt => $"{to} > {value.To}",
        DatePrefix.Ge => $"({to} > {value.To} or {from} >= {value.From})",
        DatePrefix.Lt => $"{from} < {value.From}",
        DatePrefix.Le => $"({from} < {value.From} or {to} <= {value.To})",
        DatePrefix.Sa => $"{from} >= {value.To}",
        DatePrefix.Eb => $"{to} <= {value.From}",
        _ => $"({from} < {value.To} and {to} > {value.From})",
    };

    /// <summary>Against one instant.</summary>
    public static SqlFragment At(DateValue value, SqlFragment instant) => value.Prefix switch
    {
        DatePrefix.Ne => $"({instant} < {value.From} or {instant} >= {value.To})",
        DatePrefix.Gt or DatePrefix.Sa => $"{instant} >= {value.To}",
        DatePrefix.Ge => $"{instant} >= {value.From}",
        DatePrefix.Lt or DatePrefix.Eb => $"{instant} < {value.From}",
        DatePrefix.Le => $"{instant} < {value.To}",
        _ => $"({instant} >= {value.From} and {instant} < {value.To})",
    };
}
