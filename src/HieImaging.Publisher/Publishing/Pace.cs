namespace HieImaging.Publisher.Publishing;

/// <summary>Keeps to a number of key objects a second.</summary>
internal sealed class Pace(double? perSecond, TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();
    private long _sent;

    public async Task WaitAsync(int next, CancellationToken cancellation)
    {
        if (perSecond is not { } rate)
            return;
        var ahead = TimeSpan.FromSeconds(_sent / rate) - clock.GetElapsedTime(_began);
        _sent += next;
        if (ahead > TimeSpan.Zero)
            await Task.Delay(ahead, clock, cancellation);
    }
}
