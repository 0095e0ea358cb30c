using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;

namespace HieImaging.Identity.Linking;

/// <summary>
/// After manifests named patients anew: who is who among all that their words touch is worked out again, from the present state; of many at
/// once with the statements of one. Feeds do so in their own transaction.
/// </summary>
public sealed class LinkSources
{
    private const int AtOnce = 100;

    private readonly Store _store;
    private readonly LinkingContext _linking;

    public LinkSources(Store store, LinkingContext linking)
    {
        (_store, _linking) = (store, linking);
        Together = new(LinkAsync, AtOnce);
    }

    /// <summary>How the queue's consumer brings them.</summary>
    public MessagesTogether<SourceIdentityFed> Together { get; }

    private async Task LinkAsync(IReadOnlyList<(InboxKey Key, SourceIdentityFed Message)> messages, bool tellApart)
    {
        var keys = messages.Select(one => one.Key).ToList();
        string[] sources = [.. messages.Select(one => one.Message.Id).Distinct(StringComparer.Ordinal)];
        await LinkedTransaction.RunAsync(
            _linking, () => _store.OpenSession(keys, CancellationToken.None, tellApart), sources,
            _ => Task.FromResult(new Touched<bool>(sources, true) { Cause = "manifest" }), CancellationToken.None);
    }
}
