using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Searching;

/// <summary>A sort key and its direction.</summary>
internal sealed record SortOrder(SortKey Key, bool Descending)
{
    internal SqlFragment Sql => Descending switch
    {
        true => $"({Key.Value}) desc",
        false => $"({Key.Value})",
    };

    /// <summary>Comes after the value, which is text as PostgreSQL wrote it.</summary>
    internal SqlFragment After(string value) => Descending switch
    {
        true => $"({Key.Value}) < {Typed(value)}",
        false => $"({Key.Value}) > {Typed(value)}",
    };

    internal SqlFragment Same(string value) => $"({Key.Value}) = {Typed(value)}";

    private SqlFragment Typed(string value) => $"{value}::{Key.SqlType}";
}
