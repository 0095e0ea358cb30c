using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Publishing;
using HieImaging.Publisher.Reading;

namespace HieImaging.Publisher.Watching;

/// <summary>A study that was read and offered in this round.</summary>
internal sealed record ReadStudy(ListedStudy Listed, InstanceSet Set, OfferedStudy Offered)
{
    /// <summary>What the exchange still has of the study for a patient to whom nothing of it belongs any more.</summary>
    public IEnumerable<PublishedStudy> Left(PublishState state) => Offered.Nameless > 0
        ? []
        : state.Under(Listed.Uid.Text)
            .Where(known => known is { Current: not null, Pending: null } && !Offered.Digests.ContainsKey(known.Key));

    /// <summary>Whether the exchange has exactly this.</summary>
    public bool IsPublished(PublishState state) =>
        Offered.Digests.All(offered => state.Of(offered.Key) is { Pending: null, Withdrawing: false, Current: { } current }
            && current.Digest == offered.Value)
        && !Left(state).Any();
}
