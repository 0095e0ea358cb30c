using HieImaging.DocumentStore;

namespace HieImaging.Trust.Policy;

/// <summary>A condition as a SQL predicate over the aliases <c>study</c> and <c>source</c>; every column in it is "not null".</summary>
internal static class ConditionSql
{
    public static SqlFragment Of(Condition condition) => condition switch
    {
        Condition.All => $"true",
        Condition.None => $"false",
        Condition.OneOf one => $"{Column(one.Field)} = any({one.Values.ToArray()})",
        Condition.Any any => $"{Column(any.Field)} && {any.Values.ToArray()}",
        Condition.Without without => $"not ({Column(without.Field)} && {without.Values.ToArray()})",
        Condition.Both both => $"({Of(both.Left)}) and ({Of(both.Right)})",
        Condition.Either either => $"({Of(either.Left)}) or ({Of(either.Right)})",
        _ => throw new InvalidOperationException("The set of conditions is closed."),
    };

    private static SqlFragment Column(Field field) => field switch
    {
        Field.Custodian => $"study.custodian",
        Field.Labels => $"study.labels",
        Field.Modalities => $"study.modalities",
        Field.Authority => $"source.authority",
        Field.Feeder => $"source.feeder",
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
