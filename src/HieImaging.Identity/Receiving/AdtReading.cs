using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Merging;

namespace HieImaging.Identity.Receiving;

/// <summary>What an ADT message says (ITI TF-2 3.8, 3.30): words of patients, merges, links and unlinks, or why it cannot be taken.
/// Pure.</summary>
internal abstract record AdtReading
{
    private AdtReading() { }

    internal sealed record Said(
        IReadOnlyList<FeedWord> Words, IReadOnlyList<MergeWord> Merges, IReadOnlyList<AssertionWord> Assertions) : AdtReading;

    internal sealed record Refused(MllpRefusal Refusal) : AdtReading;

    /// <param name="senders">The participants that the sender speaks for.</param>
    /// <param name="zone">Of the sender, for times without an offset.</param>
    /// <param name="cause">By which message it is said: never a name or a number of a patient.</param>
    public static AdtReading Of(Hl7Message message, Domain domain, IReadOnlyList<string> senders, TimeZoneInfo zone, string cause)
    {
        if (message.First("EVN") is not { } evn)
            return Missing("EVN", "EVN is missing.");
        if (!evn[2].IsEmpty && Hl7v2.Values.Ts.Of(evn[2]) is null)
            return new Refused(MllpRefusal.Fault(Hl7ErrorCode.DataType, "EVN-2 is not a time.", new Hl7Location("EVN", 1, 2)));
        var reader = new Reader(domain, senders, SaidAt.Of(message, zone), cause);
        return message.Event switch
        {
            "A40" => reader.Merges(message, renumbered: false),
            "A47" => reader.Merges(message, renumbered: true),
            "A24" => reader.Link(message, linked: true),
            "A37" => reader.Link(message, linked: false),
            _ => reader.Word(message),
        };
    }

    private static Refused Missing(string segment, string text) =>
        new(MllpRefusal.Fault(Hl7ErrorCode.RequiredFieldMissing, text, new Hl7Location(segment)));

    private sealed class Reader(Domain domain, IReadOnlyList<string> senders, DateTimeOffset? saidAt, string cause)
    {
        public AdtReading Word(Hl7Message message)
        {
            if (message.First("PID") is not { } pid)
                return Missing("PID", "PID is missing.");
            if (message.All("PID").Count() > 1)
                return new Refused(MllpRefusal.Fault(Hl7ErrorCode.SegmentSequence, "There is a second PID.", new Hl7Location("PID", 2)));
            if (PidPatient.Fault(pid, 1) is { } fault)
                return new Refused(fault);
            return Number(pid, 1, 3) switch
            {
                OwnNumber.Found own => Word(own, PidPatient.Of(pid, own.Number, domain, senders)),
                OwnNumber.Refused refused => new Refused(refused.Refusal),
                _ => throw new InvalidOperationException("A number is found or refused."),
            };
        }

        private AdtReading Word(OwnNumber.Found own, byte[] patient) => PidPatient.Exceeded(patient) is { } field
            ? new Refused(MllpRefusal.Fault(
                Hl7ErrorCode.DataType, "There is more in it than is taken of one patient.", new Hl7Location("PID", 1, field)))
            : new Said(
                [new FeedWord { Identifier = own.Number, Feeder = own.Feeder, Patient = patient, SaidAt = saidAt, Cause = cause }], [], []);

        // ADT_A39: PID and MRG, again and again.
        public AdtReading Merges(Hl7Message message, bool renumbered)
        {
            var merges = new List<MergeWord>();
            foreach (var (pid, mrg) in Pairs(message))
            {
                var sequence = merges.Count + 1;
                if (mrg is null)
                    return Missing("MRG", "MRG is missing.");
                var subsumed = Number(mrg, sequence, 1);
                var survivor = Number(pid, sequence, 3, (subsumed as OwnNumber.Found)?.Number.Authority);
                if (survivor is OwnNumber.Refused unknown)
                    return new Refused(unknown.Refusal);
                if (subsumed is OwnNumber.Refused unfound)
                    return new Refused(unfound.Refusal);
                var (stays, goes) = ((OwnNumber.Found)survivor, (OwnNumber.Found)subsumed);
                if (FeedAuthority.OfMerge(domain, senders, goes.Number, stays.Number) is FeedAuthority.Denied denied)
                    return new Refused(OwnNumber.RefusalOf(denied.Reason, new Hl7Location("MRG", sequence, 1, 1)));
                merges.Add(new MergeWord
                {
                    Survivor = stays.Number, Subsumed = goes.Number, Feeder = stays.Feeder, Renumbered = renumbered, SaidAt = saidAt,
                    Cause = cause,
                });
            }
            if (merges.Count == 0)
                return Missing("PID", "PID is missing.");
            // what is taken is done, all of it: a merge that is left out would be told as one that holds
            return message.All("MRG").Count() > merges.Count
                ? new Refused(MllpRefusal.Fault(
                    Hl7ErrorCode.SegmentSequence, "An MRG has no PID of its own.", new Hl7Location("MRG", merges.Count + 1)))
                : new Said([], merges, []);
        }

        // ADT_A24 and ADT_A37: two PID.
        public AdtReading Link(Hl7Message message, bool linked)
        {
            if (message.All("PID").ToList() is not [var first, var second])
                return Missing("PID", "There are not two PID.");
            var (one, other) = (Number(first, 1, 3), Number(second, 2, 3));
            if ((one as OwnNumber.Refused ?? other as OwnNumber.Refused) is { } refused)
                return new Refused(refused.Refusal);
            var (left, right) = ((OwnNumber.Found)one, (OwnNumber.Found)other);
            if (FeedAuthority.OfLink(domain, senders, left.Number, right.Number) is FeedAuthority.Denied denied)
                return new Refused(OwnNumber.RefusalOf(denied.Reason, new Hl7Location("PID", 2, 3, 1)));
            return new Said([], [], [new AssertionWord
            {
                One = left.Number, Other = right.Number, Linked = linked, Feeder = left.Feeder, SaidAt = saidAt, Cause = cause,
            }]);
        }

        private OwnNumber Number(Hl7Segment segment, int sequence, int field, AssigningAuthority? meant = null) =>
            OwnNumber.In(segment[field], new Hl7Location(segment.Name, sequence, field, 1), domain, senders, meant);

        private static IEnumerable<(Hl7Segment Pid, Hl7Segment? Mrg)> Pairs(Hl7Message message)
        {
            Hl7Segment? pid = null, mrg = null;
            foreach (var segment in message.Segments)
                if (segment.Name == "PID")
                {
                    if (pid is not null)
                        yield return (pid, mrg);
                    (pid, mrg) = (segment, null);
                }
                else if (segment.Name == "MRG")
                    mrg ??= segment;
            if (pid is not null)
                yield return (pid, mrg);
        }
    }
}
