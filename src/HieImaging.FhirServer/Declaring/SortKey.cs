using HieImaging.DocumentStore;

namespace HieImaging.FhirServer.Declaring;

/// <summary>Something that results can be ordered by.</summary>
public sealed record SortKey
{
    private SortKey(string name, SqlFragment value, SqlFragment type) => (Name, Value, SqlType) = (name, value, type);

    /// <summary>The search parameter of that name: <c>started</c>.</summary>
    public string Name { get; }

    /// <summary>An expression over the alias that is never null.</summary>
    internal SqlFragment Value { get; }

    /// <summary>The expression's type: pages continue by comparing with it.</summary>
    internal SqlFragment SqlType { get; }

    /// <param name="name">The search parameter of that name.</param>
    /// <param name="value">A timestamptz over the alias that is never null.</param>
    public static SortKey Instant(string name, SqlFragment value) => new(name, value, $"timestamptz");

    /// <param name="name">The search parameter of that name.</param>
    /// <param name="value">A text over the alias that is never null.</param>
    public static SortKey Text(string name, SqlFragment value) => new(name, value, $"text");
}
