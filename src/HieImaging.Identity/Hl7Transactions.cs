using HieImaging.Identity.Receiving;

namespace HieImaging.Identity;

/// <summary>The room's HL7 v2 door (MLLP): one line for each message.</summary>
internal static class Hl7Transactions
{
    public static MllpDoor Door { get; } = new MllpDoor();
}
