using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Keeping;

/// <summary>One entry of what was ever said under a number: the original that <see cref="SourceStanding"/> is worked out from.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="SaidAt">When, by the source's own clock: the order.</param>
/// <param name="Digest">Of its content: the order of two that were said at one instant.</param>
/// <param name="Said">The patient as it was described; null but for <see cref="SaidKind.Word"/>.</param>
internal sealed record SaidWord(SaidKind Kind, DateTimeOffset SaidAt, string Digest, SourceIdentity? Said);

internal enum SaidKind
{
    /// <summary>The patient is so.</summary>
    Word,

    /// <summary>The number is no patient's any more.</summary>
    Removal,

    /// <summary>A steward: the record is one patient's, and what its source said last of it is right.</summary>
    OverlayAccepted,

    /// <summary>A steward: two patients lie under the number. It goes on standing alone, for no link could be right.</summary>
    OverlayRefused,
}
