using HieImaging.DocumentStore;

namespace HieImaging.Identity.Linking;

/// <summary>What a linking transaction has to lock as far as its earlier attempts know: its sources, and what hangs together with
/// them.</summary>
internal sealed class LinkLocks(IEnumerable<string> sources)
{
    private readonly SortedSet<string> _sources = new(sources, StringComparer.Ordinal);

    // All that linking reads it looks up by key. Planned anew for the keys at hand that costs more than it takes; planned once while a
    // table was young, it goes through a table that has grown. What is switched off only costs much: enough for PostgreSQL to compile
    // what has no other way, which took nine tenths of a feed.
    private static readonly SqlFragment ByKey = SqlFragment.Raw("""
        select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)
        """);

    /// <summary>Source identities of the component, as found so far.</summary>
    public SortedSet<string> Component { get; } = new(StringComparer.Ordinal);

    /// <summary>One word at a time about a source.</summary>
    public static string OfSource(string source) => "source:" + source;

    /// <summary>Before whatever the session reads first, in the same round trip.</summary>
    public void Take(DocumentSession session)
    {
        session.Ahead(ByKey);
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
