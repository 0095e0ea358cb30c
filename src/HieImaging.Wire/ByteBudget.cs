namespace HieImaging.Wire;

/// <summary>
/// What many at once may hold in memory together, and one owner of it at most; counted as it comes, never by what anybody declares.
/// </summary>
/// <param name="bytes">Of all together.</param>
/// <param name="ofOneOwner">The part of it that one owner may have: the others find room whatever it does.</param>
public sealed class ByteBudget(long bytes, double ofOneOwner = 1)
{
    /// <summary>Taken at a time.</summary>
    private const int Step = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _ofOwner = new(StringComparer.Ordinal);
    private long _held;

    /// <summary>Bytes that are held now.</summary>
    public long Held
    {
        get
        {
            lock (_lock)
                return _held;
        }
    }

    /// <summary>A part of it that is nothing yet.</summary>
    public Part Open(string owner = "") => new(this, owner);

    private bool TryTake(string owner, long more)
    {
        lock (_lock)
        {
            var own = _ofOwner.GetValueOrDefault(owner) + more;
            if (more > 0 && (_held + more > bytes || own > bytes * ofOneOwner))
                return false;
            _held += more;
            if (own == 0)
                _ofOwner.Remove(owner);
            else
                _ofOwner[owner] = own;
            return true;
        }
    }

    /// <summary>What one holds of it; disposing gives it back.</summary>
    public sealed class Part : IDisposable
    {
        private readonly ByteBudget _of;
        private readonly string _owner;
        private long _taken;

        internal Part(ByteBudget of, string owner) => (_of, _owner) = (of, owner);

        /// <summary>Holds so much from now on, more than before or less; false where there is no room: then it holds what it held.</summary>
        public bool TryHold(long size)
        {
            var steps = (size + Step - 1) / Step * Step;
            if (steps == _taken)
                return true;
            if (!_of.TryTake(_owner, steps - _taken))
                return false;
            _taken = steps;
            return true;
        }

        public void Dispose() => TryHold(0);
    }
}
