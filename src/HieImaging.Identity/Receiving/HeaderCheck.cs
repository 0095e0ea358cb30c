using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;

namespace HieImaging.Identity.Receiving;

/// <summary>What MSH must say before anything else of a message is read (HL7 v2.5 2.9.2.1). Pure.</summary>
internal static class HeaderCheck
{
    private static readonly string[] Versions = ["2.3", "2.3.1", "2.4", "2.5", "2.5.1"];

    /// <param name="processingIds">MSH-11 that is taken here.</param>
    /// <returns>Null: nothing is wrong.</returns>
    public static MllpRefusal? Of(Hl7Message message, MllpDoor door, IReadOnlyCollection<string> processingIds)
    {
        var header = message.Header;
        if (!Versions.Contains(message.Version))
            return MllpRefusal.Reject(Hl7ErrorCode.UnsupportedVersionId, "The version is not one of 2.3 to 2.5.1.", At(12));
        if (!door.HasType(message.Type))
            return MllpRefusal.Reject(Hl7ErrorCode.UnsupportedMessageType, "Messages of this type are not taken here.", At(9, 1));
        if (door.Of(message) is null)
            return MllpRefusal.Reject(Hl7ErrorCode.UnsupportedEventCode, "This event is not taken here.", At(9, 2));
        if (header[11].IsEmpty)
            return MllpRefusal.Fault(Hl7ErrorCode.RequiredFieldMissing, "MSH-11 is missing.", At(11));
        if (!processingIds.Contains(message.ProcessingId))
            return MllpRefusal.Reject(Hl7ErrorCode.UnsupportedProcessingId, "Messages of this processing id are not taken here.", At(11));
        if (string.IsNullOrWhiteSpace(message.ControlId))
            return MllpRefusal.Fault(Hl7ErrorCode.RequiredFieldMissing, "MSH-10 is missing.", At(10));
        if (message.ControlId.Length > 199)                         // ST(20), and 199 from 2.7 on
            return MllpRefusal.Fault(Hl7ErrorCode.DataType, "MSH-10 is too long.", At(10));
        return !header[7].IsEmpty && Ts.Of(header[7]) is null
            ? MllpRefusal.Fault(Hl7ErrorCode.DataType, "MSH-7 is not a time.", At(7))
            : null;
    }

    private static Hl7Location At(int field, int? component = null) => new("MSH", 1, field, component is null ? null : 1, component);
}
