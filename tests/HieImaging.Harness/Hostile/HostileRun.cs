namespace HieImaging.Harness.Hostile;

/// <summary>Plays a folder of bad inputs against a node and judges each by all nine points of the README beside it (docs/testing.md).</summary>
/// <param name="controlEvery">A control of the channel after so many of its inputs; 1: straight after each.</param>
public sealed class HostileRun(HostileExchange exchange, BadInputFolder folder, IReadOnlyList<HostileChannel> channels, int controlEvery = 1)
{
    private readonly NodeWatch _watch = new(exchange, folder.Canaries);
    private readonly List<(string Name, string Why)> _skipped = [];

    private int _played;

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public int Skipped => _skipped.Count;

    /// <summary>By channel and reason, a line each.</summary>
    public IEnumerable<string> SkippedLines => _skipped.GroupBy(one => one.Why, StringComparer.Ordinal)
        .Select(group => $"skipped {group.Count(),3}  {group.Key}" + (group.Count() <= 12 ? $": {string.Join(' ', group.Select(one => one.Name))}" : ""));

    public string Verdict => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    /// <summary>Plays every input whose channel is there.</summary>
    /// <param name="tell">Given a line for each failure, and for each input where <paramref name="all"/> is asked.</param>
    /// <param name="only">Ids and channels to play; null: all.</param>
    public async Task PlayAsync(Action<string> tell, Func<BadInput, bool>? only, bool all, CancellationToken cancellation)
    {
        foreach (var input in folder.Inputs.Where(only ?? (_ => true)))
        {
            var serving = channels.Where(channel => channel.Serves == input.Channel).ToList();
            if (serving.Count == 0)
                _skipped.Add((input.Id, $"{input.Channel}: there is no such door yet"));
            foreach (var channel in serving)
            {
                var name = serving.Count == 1 ? input.Id : $"{input.Id} ({channel.Name})";
                if (channel.Skips(folder, input) is { } reason)
                {
                    _skipped.Add((name, $"{channel.Name}: {reason}"));
                    continue;
                }
                var (answer, complaints) = await JudgeAsync(channel, input, cancellation);
                if (complaints.Count == 0)
                    Passed++;
                else
                    Failed++;
                if (complaints.Count > 0)
                    tell($"FAILED {channel.Name} {name}: {string.Join("; ", complaints)}\n       expected {input.Expected}\n       answered {answer}");
                else if (all)
                    tell($"passed {channel.Name} {name}: {answer}");
            }
        }
    }

    private async Task<(HostileAnswer Answer, IReadOnlyList<string> Complaints)> JudgeAsync(HostileChannel channel, BadInput input, CancellationToken cancellation)
    {
        var before = await _watch.MarkAsync();
        HostileAnswer answer;
        try
        {
            answer = await channel.PlayAsync(folder, input, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return (new HostileAnswer(), [$"it could not be played: {failure.GetType().Name} {failure.Message}", .. await _watch.ComplaintsAsync(before, new HostileAnswer())]);
        }
        var complaints = new List<string>();
        if (input.Control ? !channel.Accepts(answer) : channel.Expects(input).Complaint(answer) is not null)
            complaints.Add(input.Control ? "the control is refused" : channel.Expects(input).Complaint(answer)!);
        complaints.AddRange(await _watch.ComplaintsAsync(before, answer));
        complaints.AddRange(await channel.HarmsAsync(input, answer, cancellation));
        if (++_played % controlEvery == 0 && await channel.ControlAsync(cancellation) is var control && !channel.Accepts(control))
            complaints.Add($"a control straight afterwards is refused: {control}");
        return (answer, complaints);
    }
}
