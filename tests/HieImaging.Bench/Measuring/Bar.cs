using System.Globalization;

namespace HieImaging.Bench.Measuring;

/// <summary>What a figure has to reach.</summary>
public sealed record Bar
{
    private readonly bool _least;
    private readonly double _value;

    private Bar(bool least, double value) => (_least, _value) = (least, value);

    public static Bar AtLeast(double value) => new(true, value);

    public static Bar AtMost(double value) => new(false, value);

    public bool IsMetBy(double figure) => _least ? figure >= _value : figure <= _value;

    public override string ToString() => $"bar{(_least ? ">=" : "<=")}{_value.ToString("0.00##", CultureInfo.InvariantCulture)}";
}
