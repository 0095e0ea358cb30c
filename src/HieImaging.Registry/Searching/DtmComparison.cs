using System.Globalization;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;

namespace HieImaging.Registry.Searching;

/// <summary>Dates held as DTM (<c>YYYY[MM[DD[hh[mm[ss]]]]]</c>, UTC, TF-3 table 4.2.3.1.7-2) against a search value: text is compared, that
/// no nonsense of an entry can fail a query. A DTM covers the interval that its precision means; one without matches nothing.</summary>
internal static class DtmComparison
{
    /// <param name="start">The DTM with which the target begins.</param>
    /// <param name="end">The DTM with which it ends; the same for an instant.</param>
    public static SqlFragment Between(DateValue value, SqlFragment start, SqlFragment end)
    {
        // the last second that a value covers, for ends are compared by the last second that they cover
        var (from, to) = (Written(value.From), Written(value.To.AddSeconds(-1)));
        SqlFragment low = $"(({start}) || substr('00000101000000', length({start}) + 1))";
        SqlFragment high = $"(({end}) || substr('99991231235959', length({end}) + 1))";
        return value.Prefix switch
        {
            DatePrefix.Eq => $"({low} >= {from} and {high} <= {to})",
            DatePrefix.Ne => $"({low} < {from} or {high} > {to})",
            DatePrefix.Gt => $"{high} > {to}",
            DatePrefix.Ge => $"({high} > {to} or {low} >= {from})",
            DatePrefix.Lt => $"{low} < {from}",
            DatePrefix.Le => $"({low} < {from} or {high} <= {to})",
            DatePrefix.Sa => $"{low} > {to}",
            DatePrefix.Eb => $"{high} < {from}",
            _ => $"({low} <= {to} and {high} >= {from})",
        };
    }

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
}
