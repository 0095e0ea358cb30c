namespace HieImaging.PretendFacility.Proxying;

/// <summary>What one direction of a <see cref="TcpProxy"/> does to bytes, of all its connections; everything may be changed while they run.</summary>
public sealed class Flow
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = NewSignal();
    private IReadOnlyList<Watch> _watches = [];
    private TimeSpan _delay;
    private int _bytesPerSecond;
    private bool _isBlocked;
    private Cut? _cut;
    private long _bytes;
    private int _truncations;

    /// <summary>Bytes passed on so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Connections whose bytes were ended early.</summary>
    public int Truncations => _truncations;

    /// <summary>What was read together waits so long before it goes on.</summary>
    public TimeSpan Delay { get => _delay; set => Change(() => _delay = value); }

    /// <summary>Of each connection; 0: no limit.</summary>
    public int BytesPerSecond { get => _bytesPerSecond; set => Change(() => _bytesPerSecond = value); }

    /// <summary>A black hole: connections are taken and nothing goes on. Nothing is lost either: unblocked, what waited comes.</summary>
    public bool IsBlocked { get => _isBlocked; set => Change(() => _isBlocked = value); }

    /// <summary>Null: no connection is ended early.</summary>
    public Cut? Cut { get => _cut; set => Change(() => _cut = value); }

    internal IReadOnlyList<Watch> Watches => _watches;

    /// <summary>Completes when something is set to another value.</summary>
    internal Task Changed => _changed.Task;

    /// <summary>Looks for a pattern in the bytes, of whatever connection, and holds them there (see <see cref="Watch"/>).</summary>
    /// <param name="skip">So many hits go on unheld.</param>
    public Watch Watch(ReadOnlySpan<byte> pattern, int skip = 0)
    {
        var watch = new Watch(pattern.ToArray(), skip, Forget);
        Change(() => _watches = [.. _watches, watch]);
        return watch;
    }

    /// <summary>Nothing is slow, blocked, cut or held any more.</summary>
    public void Heal()
    {
        Change(() => (_delay, _bytesPerSecond, _isBlocked, _cut) = (TimeSpan.Zero, 0, false, null));
        foreach (var watch in _watches)
            watch.Dispose();
    }

    internal void Count(int passed) => Interlocked.Add(ref _bytes, passed);

    internal void CountTruncation() => Interlocked.Increment(ref _truncations);

    private void Forget(Watch watch) => Change(() => _watches = [.. _watches.Where(other => other != watch)]);

    private void Change(Action change)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            change();
            (before, _changed) = (_changed, NewSignal());
        }
        before.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
