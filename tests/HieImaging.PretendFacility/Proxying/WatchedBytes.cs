namespace HieImaging.PretendFacility.Proxying;

/// <summary>The end of what has gone in one direction of one connection, so that a pattern is found though it comes in pieces.</summary>
internal sealed class WatchedBytes
{
    private byte[] _gone = [];

    /// <summary>The first hit among bytes that are to go; null where there is none.</summary>
    /// <returns>Begins: where in these bytes the pattern begins, 0 where that has gone already; Ends: behind its last byte.</returns>
    public (Watch Watch, int Begins, int Ends)? Find(IReadOnlyList<Watch> watches, ReadOnlySpan<byte> bytes)
    {
        (Watch Watch, int Begins, int Ends)? first = null;
        foreach (var watch in watches)
        {
            var before = Math.Min(watch.Pattern.Length - 1, _gone.Length);
            ReadOnlySpan<byte> text = [.. _gone.AsSpan(_gone.Length - before), .. bytes];
            if (text.IndexOf(watch.Pattern) is >= 0 and var at && at - before + watch.Pattern.Length is var ends && !(first?.Ends <= ends))
                first = (watch, Math.Max(0, at - before), ends);
        }
        return first;
    }

    /// <summary>These have gone.</summary>
    public void Remember(IReadOnlyList<Watch> watches, ReadOnlySpan<byte> bytes)
    {
        var enough = watches.Select(watch => watch.Pattern.Length - 1).DefaultIfEmpty().Max();
        byte[] all = [.. _gone, .. bytes];
        _gone = all[Math.Max(0, all.Length - enough)..];
    }
}
