using HieImaging.DocumentStore;

namespace HieImaging.Trust.Policy;

/// <summary>How a caller is judged: by which rule, and what is left to ask of each row, in memory and as SQL.</summary>
internal sealed record Judgement(string Rule, Condition Condition, SqlFragment Sql)
{
    public static Judgement Of((string Rule, Condition Condition) decided) =>
        new(decided.Rule, decided.Condition, ConditionSql.Of(decided.Condition));
}
