using HieImaging.AffinityDomain.Transactions;
using HieImaging.Identity.Answering;
using HieImaging.Identity.Receiving;

namespace HieImaging.Identity;

/// <summary>The room's HL7 v2 door (MLLP): one line for each message.</summary>
internal static class Hl7Transactions
{
    public static MllpDoor Door { get; } = new MllpDoor()
        .Map(Transaction.Iti9, "QBP^Q23", PixQuery.Answer)
        .Map(Transaction.Iti21, "QBP^Q22", PdqQuery.Answer)
        .Map(Transaction.Iti21, "QCN^J01", PdqQuery.Cancelled);
}
