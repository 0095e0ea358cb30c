using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;

namespace HieImaging.Identity.Linking;

/// <summary>What linking needs beside the transaction that it runs in. One for a process.</summary>
public sealed class LinkingContext(ResourceIds ids, CurrentDomain domain)
{
    /// <summary>How ids are made.</summary>
    public ResourceIds Ids => ids;

    /// <summary>Systems whose numbers are trusted to be one person's (the domain file's <c>trustedIdentifiers</c>).</summary>
    public IReadOnlySet<string> Trusted => domain.Now.File.TrustedIdentifiers.ToHashSet(StringComparer.Ordinal);
}
