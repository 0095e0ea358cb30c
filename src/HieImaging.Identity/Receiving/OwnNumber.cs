using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;
using HieImaging.Identity.Feeding;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// The number under which a sender speaks of a patient: the one of its own authority among those in PID-3 or MRG-1; those of others are
/// evidence that it carries. Pure.
/// </summary>
internal abstract record OwnNumber
{
    private OwnNumber() { }

    public sealed record Found(PatientIdentifier Number, string Feeder) : OwnNumber;

    public sealed record Refused(MllpRefusal Refusal) : OwnNumber;

    /// <param name="field">PID-3 or MRG-1.</param>
    /// <param name="at">Where that is.</param>
    /// <param name="domain">Who feeds which authority.</param>
    /// <param name="senders">The participants that the sender speaks for.</param>
    /// <param name="meant">Of the sender's authorities the one that is spoken of: that of MRG-1. Null: the first.</param>
    public static OwnNumber In(
        Hl7Field field, Hl7Location at, Domain domain, IReadOnlyList<string> senders, AssigningAuthority? meant = null)
    {
        var carried = Cx.All(field).ToList();
        if (carried.Count == 0)
            return Refuse(Hl7ErrorCode.RequiredFieldMissing, "There is no patient identifier.", at);
        var own = new List<Found>();
        (FeedDenial Reason, Hl7Location At)? denied = null;
        foreach (var (one, repetition) in carried)
        {
            var there = at with { Repetition = repetition };
            if (one.Id.Length == 0)
                return Refuse(Hl7ErrorCode.RequiredFieldMissing, "An authority has no number.", there with { Component = 1 });
            var authority = AuthorityReading.Of(domain, senders, one.Authority);
            if (authority is null)
                denied ??= (FeedDenial.UnknownAuthority, there);
            else if (!PatientIdentifier.TryCreate(authority.Value, one.Id, out var number))
                return Refuse(Hl7ErrorCode.DataType, "A patient identifier is too long, or holds what no number holds.", there);
            else if (FeedAuthority.Of(domain, senders, number) is FeedAuthority.Granted granted)
                own.Add(new Found(number, granted.Feeder));
            else if (denied is not { Reason: FeedDenial.OthersAuthority })
                denied = (((FeedAuthority.Denied)FeedAuthority.Of(domain, senders, number)).Reason, there);
        }
        if (own.Count == 0)
            return Refuse(denied!.Value.Reason, denied.Value.At);
        var said = own.Find(one => one.Number.Authority == meant) ?? own[0];
        return own.Exists(one => one.Number.Authority == said.Number.Authority && one.Number != said.Number)
            ? Refuse(Hl7ErrorCode.DuplicateKeyIdentifier, "There are two numbers of one authority.", at)
            : said;
    }

    /// <summary>What a sender may not say, in the words of table 0357.</summary>
    public static MllpRefusal RefusalOf(FeedDenial reason, Hl7Location at) => reason switch
    {
        FeedDenial.UnknownAuthority => MllpRefusal.Fault(
            Hl7ErrorCode.UnknownKeyIdentifier, "The assigning authority is missing or unknown.", at with { Component = 4 }),
        FeedDenial.OthersAuthority => MllpRefusal.Fault(
            Hl7ErrorCode.ApplicationInternalError, "The sender does not feed this assigning authority.", at with { Component = 4 }),
        FeedDenial.TwoAuthorities => MllpRefusal.Fault(
            Hl7ErrorCode.ApplicationInternalError, "The two numbers are of different authorities.", at with { Component = 4 }),
        _ => MllpRefusal.Fault(Hl7ErrorCode.ApplicationInternalError, "Both numbers are the same.", at),
    };

    private static Refused Refuse(FeedDenial reason, Hl7Location at) => new(RefusalOf(reason, at));

    private static Refused Refuse(Hl7ErrorCode code, string text, Hl7Location at) => new(MllpRefusal.Fault(code, text, at));
}
