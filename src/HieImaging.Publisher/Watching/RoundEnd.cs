namespace HieImaging.Publisher.Watching;

/// <summary>How a round ended.</summary>
internal abstract record RoundEnd
{
    private RoundEnd()
    {
    }

    /// <param name="More">Studies that could be read are left: the next round begins at once.</param>
    internal sealed record Done(bool More) : RoundEnd;

    /// <param name="Peer"><c>archive</c> or <c>node</c>.</param>
    /// <param name="Reason">Names no address and no patient.</param>
    internal sealed record Lost(string Peer, string Reason) : RoundEnd;
}
