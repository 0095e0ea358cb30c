using System.Globalization;

namespace HieImaging.Bench.Identity.Households;

/// <summary>What the dice say: one seed, one sequence.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Percent(double share) => _random.NextDouble() * 100 < share;

    /// <summary>From the one to the other, both included.</summary>
    public int Between(int least, int greatest) => _random.Next(least, greatest + 1);

    public T One<T>(IReadOnlyList<T> among) => among[_random.Next(among.Count)];

    /// <summary>The first ones far more often, as names are.</summary>
    public T Frequent<T>(IReadOnlyList<T> among) => among[(int)(among.Count * Math.Pow(_random.NextDouble(), 2.2))];

    public string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _random.Next(10))));

    /// <summary>A number that nobody takes for invented.</summary>
    public string Identifier() => string.Create(CultureInfo.InvariantCulture, $"{_random.Next(1_000_000, 9_999_999)}");

    /// <summary>A day, yyyymmdd, of one of these years.</summary>
    public string Day(int from, int to) => Date(new DateOnly(Between(from, to), 1, 1).AddDays(_random.Next(365)));

    public static string Date(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>So many days later, or earlier; null where there is no such date.</summary>
    public static string? Later(string? born, int days) =>
        DateOnly.TryParseExact(born, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1850 and < 2100 ? Date(day.AddDays(days)) : null;
}
