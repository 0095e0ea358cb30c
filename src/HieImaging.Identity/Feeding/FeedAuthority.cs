using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;

namespace HieImaging.Identity.Feeding;

/// <summary>
/// Who may speak of a number: the one source that feeds its authority, whatever the message says of its sender (ITI TF-2 3.8.4.1.3, OHIE-CR-04,
/// OHIE-CR-17). Merging, linking and unlinking ask for both numbers.
/// </summary>
internal abstract record FeedAuthority
{
    private FeedAuthority() { }

    /// <summary>The participant in whose name it is said.</summary>
    public sealed record Granted(string Feeder) : FeedAuthority;

    public sealed record Denied(FeedDenial Reason) : FeedAuthority;

    /// <param name="domain">Who feeds which authority.</param>
    /// <param name="actsFor">The participants that the caller speaks for, known by certificate or token.</param>
    /// <param name="number">The number that is spoken of.</param>
    public static FeedAuthority Of(Domain domain, IReadOnlyList<string> actsFor, PatientIdentifier number)
    {
        if (domain.Authority(number.Authority) is null && !domain.IsPatientIdDomain(number.Authority))
            return new Denied(FeedDenial.UnknownAuthority);
        return actsFor.FirstOrDefault(participant => domain.MayFeed(participant, number.Authority)) is { } feeder
            ? new Granted(feeder)
            : new Denied(FeedDenial.OthersAuthority);
    }

    /// <summary>Of two numbers that are merged (A40, replaced-by) or renumbered (A47): of one authority, and not the same.</summary>
    public static FeedAuthority OfMerge(
        Domain domain, IReadOnlyList<string> actsFor, PatientIdentifier subsumed, PatientIdentifier survivor)
    {
        var granted = OfLink(domain, actsFor, subsumed, survivor);
        if (granted is Granted && subsumed.Authority != survivor.Authority)
            return new Denied(FeedDenial.TwoAuthorities);
        return granted;
    }

    /// <summary>
    /// Of two records that are linked (A24) or unlinked (A37): both the sender's own, for who could link another hospital's record could
    /// read it.
    /// </summary>
    public static FeedAuthority OfLink(Domain domain, IReadOnlyList<string> actsFor, PatientIdentifier one, PatientIdentifier other)
    {
        var (first, second) = (Of(domain, actsFor, one), Of(domain, actsFor, other));
        if (first is Denied)
            return first;
        if (second is Denied)
            return second;
        return one == other ? new Denied(FeedDenial.SameNumber) : first;
    }
}

/// <summary>Why a sender may not say it.</summary>
internal enum FeedDenial
{
    /// <summary>The domain has no such authority (OHIE-CR-01, OHIE-CR-03).</summary>
    UnknownAuthority,

    /// <summary>Another source feeds it (OHIE-CR-04, OHIE-CR-17).</summary>
    OthersAuthority,

    /// <summary>The two numbers are of different authorities.</summary>
    TwoAuthorities,

    /// <summary>Both are one number (dcm4chee-arc #1086).</summary>
    SameNumber,
}
