using System.Globalization;
using System.Text.RegularExpressions;
using HieImaging.Trust.Policy;
using Xunit;

namespace HieImaging.Tests.Trust;

/// <summary>
/// Runs the text of a policy's SQL predicate over one row: <c>true</c>, <c>false</c>, <c>x = any($n)</c>, <c>x &amp;&amp; $n</c>, <c>not</c>, <c>and</c>,
/// <c>or</c>, parentheses. A reader of its own, knowing nothing of the rules; what it can't read fails the test.
/// </summary>
internal sealed partial class PredicateModel
{
    private readonly string[] _tokens;
    private readonly List<string[]> _parameters;
    private int _at;
    private Dictionary<string, string[]> _row = new Dictionary<string, string[]>();

    private PredicateModel(string sql, List<string[]> parameters) => (_tokens, _parameters) = ([.. Words().Matches(sql).Select(match => match.Value)], parameters);

    public static PredicateModel Of(Condition condition) => new(ConditionSql.Of(condition).ToString(), [.. Values(condition)]);

    public bool Evaluate(Dictionary<string, string[]> row)
    {
        (_row, _at) = (row, 0);
        var value = Or();
        Assert.Equal(_tokens.Length, _at);
        return value;
    }

    private bool Or()
    {
        var value = And();
        while (Take("or"))
            value |= And();
        return value;
    }

    private bool And()
    {
        var value = Not();
        while (Take("and"))
            value &= Not();
        return value;
    }

    private bool Not() => Take("not") ? !Not() : Primary();

    private bool Primary()
    {
        if (Take("true"))
            return true;
        if (Take("false"))
            return false;
        if (Take("("))
        {
            var inner = Or();
            Assert.True(Take(")"));
            return inner;
        }
        var column = _row[_tokens[_at++]];
        if (Take("&&"))
            return column.Intersect(Parameter()).Any();
        Assert.True(Take("=") && Take("any") && Take("("));
        var values = Parameter();
        Assert.True(Take(")"));
        return values.Contains(Assert.Single(column));
    }

    private string[] Parameter() => _parameters[int.Parse(_tokens[_at++].AsSpan(1), CultureInfo.InvariantCulture) - 1];

    private bool Take(string word)
    {
        if (_at >= _tokens.Length || _tokens[_at] != word)
            return false;
        _at++;
        return true;
    }

    // The parameters in the order of the text.
    private static IEnumerable<string[]> Values(Condition condition) => condition switch
    {
        Condition.OneOf one => [[.. one.Values]],
        Condition.Any any => [[.. any.Values]],
        Condition.Without without => [[.. without.Values]],
        Condition.Both both => Values(both.Left).Concat(Values(both.Right)),
        Condition.Either either => Values(either.Left).Concat(Values(either.Right)),
        _ => [],
    };

    [GeneratedRegex(@"[a-z_]+\.[a-z_]+|\$\d+|&&|[a-z]+|[()=]|\S")]
    private static partial Regex Words();
}
