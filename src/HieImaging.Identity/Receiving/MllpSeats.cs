namespace HieImaging.Identity.Receiving;

/// <summary>
/// Connections that are held at once. Who has shown who it is keeps its seat; who has not keeps it while nobody else needs it, and of
/// these the one that has sat longest gives way first: the newest may be about to speak, and whoever wants it gone would have to fill all
/// the others' seats in the meantime.
/// </summary>
internal sealed class MllpSeats(int most)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Seat> _unproven = [];
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    /// <param name="isProven">Whether it has shown who it is.</param>
    /// <param name="letGo">Ends the connection, when its seat is another's.</param>
    /// <returns>A seat, until it is disposed; null: all are taken by others that have shown who they are.</returns>
    public Seat? Take(bool isProven, Action letGo)
    {
        var seat = new Seat(this, letGo);
        Seat? away = null;
        lock (_lock)
        {
            if (_taken < most)
                _taken++;
            else if ((away = _unproven.First?.Value) is not null)
                away.Leave();
            else
                return null;
            seat.Sit(isProven);
        }
        away?.LetGo();
        return seat;
    }

    internal sealed class Seat(MllpSeats seats, Action letGo) : IDisposable
    {
        private LinkedListNode<Seat>? _waiting;
        private bool _isLost;

        /// <summary>Called when it has shown who it is.</summary>
        /// <returns>False: the seat is another's already.</returns>
        public bool Keep()
        {
            lock (seats._lock)
            {
                Rise();
                return !_isLost;
            }
        }

        public void Dispose()
        {
            lock (seats._lock)
            {
                Rise();
                if (!_isLost)
                    seats._taken--;
                _isLost = true;
            }
        }

        internal void Sit(bool isProven) => _waiting = isProven ? null : seats._unproven.AddLast(this);

        internal void Leave()
        {
            Rise();
            _isLost = true;
        }

        internal void LetGo() => letGo();

        private void Rise()
        {
            if (_waiting is not null)
                seats._unproven.Remove(_waiting);
            _waiting = null;
        }
    }
}
