using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Merging;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// What the sender of a merge is told (ITI TF-2 3.8.4.2.4). One that holds, or held already, is a success; so is one of two numbers that
/// nobody has heard of, for their feed is still to come. Of one number alone that is unknown the sender is told, though the merge is kept
/// and holds once that is registered. Pure.
/// </summary>
internal static class MergeAnswer
{
    /// <returns>Null: success.</returns>
    public static MllpRefusal? Of(MergeVerdict verdict, bool isSubsumedKnown, bool isSurvivorKnown, int sequence) => verdict.State switch
    {
        MergeState.Applied or MergeState.Undone => null,
        MergeState.Refused when verdict.IsRepeated => null,
        MergeState.Refused => MllpRefusal.Fault(
            Hl7ErrorCode.ApplicationInternalError, $"The merge does not hold: {verdict.Reason}.", new Hl7Location("MRG", sequence, 1, 1)),
        _ when isSurvivorKnown && !isSubsumedKnown => Unknown("MRG", 1, sequence),
        _ when isSubsumedKnown && !isSurvivorKnown => Unknown("PID", 3, sequence),
        _ => null,
    };

    private static MllpRefusal Unknown(string segment, int field, int sequence) => MllpRefusal.Fault(
        Hl7ErrorCode.UnknownKeyIdentifier, "The number is not known; the merge is kept until it is registered.",
        new Hl7Location(segment, sequence, field, 1, 1));
}
