using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Training;

/// <summary>Levels counted by field, each with a little to start from, so that what was never seen is not impossible.</summary>
internal sealed class LevelCounts
{
    private readonly double[][] _counts;
    private readonly double _start;

    public LevelCounts(double start)
    {
        _start = start;
        _counts = [.. Enum.GetValues<MatchField>().Select(field => Enumerable.Repeat(start, Levels.Of(field).Count).ToArray())];
    }

    public void Add(Levels levels, double weight)
    {
        for (var field = 0; field < Levels.Fields; field++)
            if (levels[(MatchField)field] is var level and not Levels.Missing)
                _counts[field][level] += weight;
    }

    public void Add(LevelCounts other, Func<MatchField, bool> counts)
    {
        for (var field = 0; field < Levels.Fields; field++)
            if (counts((MatchField)field))
                for (var level = 0; level < _counts[field].Length; level++)
                    _counts[field][level] += other._counts[field][level] - other._start;
    }

    /// <summary>How much was counted of a field.</summary>
    public double Seen(MatchField field) => _counts[(int)field].Sum() - _start * _counts[(int)field].Length;

    public double[] Shares(MatchField field)
    {
        var counts = _counts[(int)field];
        var sum = counts.Sum();
        return [.. counts.Select(count => count / sum)];
    }
}
