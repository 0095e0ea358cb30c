using HieImaging.DocumentStore;

namespace HieImaging.Identity.Linking;

/// <summary>What a linking transaction has to lock as far as its earlier attempts know: its sources, and what hangs together with
/// them.</summary>
internal sealed class LinkLocks(IEnumerable<string> sources)
{
    private readonly SortedSet<string> _sources = new(sources, StringComparer.Ordinal);

    /// <summary>Source identities of the component, as found so far.</summary>
    public SortedSet<string> Component { get; } = new(StringComparer.Ordinal);

    /// <summary>One word at a time about a source.</summary>
    public static string OfSource(string source) => "source:" + source;

    /// <summary>Before whatever the session reads first, in the same round trip.</summary>
    public void Take(DocumentSession session)
    {
        session.LookUpByKey();
        session.LockAhead(_sources.Select(OfSource));
    }

    /// <summary>False: there are more, which are noted for the next attempt.</summary>
    public bool Covers(IReadOnlyList<string> touched)
    {
        if (_sources.IsSupersetOf(touched))
            return true;
        _sources.UnionWith(touched);
        return false;
    }
}
