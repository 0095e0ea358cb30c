namespace HieImaging.Trust.Policy;

/// <summary>
/// What is left to ask of each row once the caller is known. A closed set of shapes, read twice: over a row in memory (<see cref="Holds"/>)
/// and as SQL (<see cref="ConditionSql"/>), so that the two can't say different things.
/// </summary>
internal abstract record Condition
{
    private Condition() { }

    /// <summary>Every row.</summary>
    internal sealed record All : Condition;

    /// <summary>No row.</summary>
    internal sealed record None : Condition;

    /// <summary>The row's one value of the field is in the list.</summary>
    internal sealed record OneOf(Field Field, IReadOnlyList<string> Values) : Condition;

    /// <summary>None of the row's values of the field is in the list.</summary>
    internal sealed record Without(Field Field, IReadOnlyList<string> Values) : Condition;

    /// <summary>At least one of the row's values of the field is in the list.</summary>
    internal sealed record Any(Field Field, IReadOnlyList<string> Values) : Condition;

    internal sealed record Both(Condition Left, Condition Right) : Condition;

    internal sealed record Either(Condition Left, Condition Right) : Condition;

    public bool Holds(Func<Field, IReadOnlyList<string>> row) => this switch
    {
        All => true,
        None => false,
        OneOf one => row(one.Field).Any(one.Values.Contains),
        Any any => row(any.Field).Any(any.Values.Contains),
        Without without => !row(without.Field).Any(without.Values.Contains),
        Both both => both.Left.Holds(row) && both.Right.Holds(row),
        Either either => either.Left.Holds(row) || either.Right.Holds(row),
        _ => throw new InvalidOperationException("The set of conditions is closed."),
    };

    public static Condition operator &(Condition left, Condition right) => (left, right) switch
    {
        (None, _) or (_, None) => new None(),
        (All, _) => right,
        (_, All) => left,
        _ => new Both(left, right),
    };

    public static Condition operator |(Condition left, Condition right) => (left, right) switch
    {
        (All, _) or (_, All) => new All(),
        (None, _) => right,
        (_, None) => left,
        _ => new Either(left, right),
    };
}

/// <summary>The columns that a judgement may ask for.</summary>
internal enum Field
{
    /// <summary>registered_study.custodian</summary>
    Custodian,

    /// <summary>registered_study.labels: <c>system|code</c></summary>
    Labels,

    /// <summary>registered_study.modalities</summary>
    Modalities,

    /// <summary>source_identity.authority</summary>
    Authority,

    /// <summary>source_identity.feeder</summary>
    Feeder,
}
