namespace HieImaging.Publisher.Publishing;

/// <summary>Progress and refusals on stderr, at most one line of progress a second. No line names a patient.</summary>
internal sealed class Told(TextWriter target, TimeProvider clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private long? _last;

    public void Progress(string line)
    {
        if (_last is { } last && clock.GetElapsedTime(last) < Between)
            return;
        _last = clock.GetTimestamp();
        target.WriteLine(line);
    }

    public void Always(string line) => target.WriteLine(line);
}
