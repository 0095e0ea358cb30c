using HieImaging.AffinityDomain.Transactions;
using HieImaging.Identity.Answering;
using HieImaging.Identity.Receiving;

namespace HieImaging.Identity;

/// <summary>The room's HL7 v2 door (MLLP): one line for each message.</summary>
internal static class Hl7Transactions
{
    public static MllpDoor Door { get; } = new MllpDoor()
        .Map(Transaction.Iti8, "ADT^A01", AdtFeed.Answer)
        .Map(Transaction.Iti8, "ADT^A04", AdtFeed.Answer)
        .Map(Transaction.Iti8, "ADT^A05", AdtFeed.Answer)
        .Map(Transaction.Iti8, "ADT^A08", AdtFeed.Answer)
        .Map(Transaction.Iti8, "ADT^A40", AdtFeed.Answer)
        .Map(Transaction.Iti30, "ADT^A40", AdtFeed.Answer, "2.5", "2.5.1")
        .Map(Transaction.Iti30, "ADT^A28", AdtFeed.Answer)
        .Map(Transaction.Iti30, "ADT^A31", AdtFeed.Answer)
        .Map(Transaction.Iti30, "ADT^A47", AdtFeed.Answer)
        .Map(Transaction.Iti30, "ADT^A24", AdtFeed.Answer)
        .Map(Transaction.Iti30, "ADT^A37", AdtFeed.Answer)
        .Map(Transaction.Iti9, "QBP^Q23", PixQuery.Answer)
        .Map(Transaction.Iti21, "QBP^Q22", PdqQuery.Answer)
        .Map(Transaction.Iti21, "QCN^J01", PdqQuery.Cancelled);
}
