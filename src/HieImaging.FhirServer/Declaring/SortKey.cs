using HieImaging.DocumentStore;

namespace HieImaging.FhirServer.Declaring;

/// <summary>Something that results can be ordered by.</summary>
/// <param name="Name">The search parameter of that name: <c>started</c>.</param>
/// <param name="Value">An expression over the alias that is never null.</param>
/// <param name="SqlType">The expression's type, written in code (<c>timestamptz</c>, <c>text</c>): pages continue by comparing with it.</param>
public sealed record SortKey(string Name, SqlFragment Value, string SqlType);
