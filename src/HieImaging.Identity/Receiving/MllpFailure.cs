using HieImaging.DocumentStore;
using HieImaging.Hl7v2.Messages;

namespace HieImaging.Identity.Receiving;

/// <summary>What a failure of the store, or of ourselves, is to the sender: never more than that it was not done.</summary>
internal static class MllpFailure
{
    public static MllpRefusal Of(Exception failure) => failure switch
    {
        UnstorableContentException => MllpRefusal.Fault(Hl7ErrorCode.DataType, "There is something in it that cannot be kept."),
        ConcurrencyException => MllpRefusal.Fault(Hl7ErrorCode.ApplicationRecordLocked, "The record is being changed; come again."),
        StoreUnavailableException or TooCostlyException or OperationCanceledException =>
            MllpRefusal.Fault(Hl7ErrorCode.ApplicationInternalError, "It could not be done now; come again."),
        _ => MllpRefusal.Fault(Hl7ErrorCode.ApplicationInternalError, "It could not be done."),
    };
}
