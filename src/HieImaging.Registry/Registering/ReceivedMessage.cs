using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.Registry.Documents;

namespace HieImaging.Registry.Registering;

/// <summary>A message as its queue gave it.</summary>
internal sealed record ReceivedMessage(InboxKey Key, ManifestReceived Message)
{
    /// <summary>Whether the message tells of this key object.</summary>
    public bool Holds(IntakeItem item) =>
        item.Intake == Message.Intake && item.Position >= Message.Position && item.Position < Message.Position + Message.Count;
}
