using HieImaging.AffinityDomain.Transactions;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.Trust.Callers;

namespace HieImaging.Identity.Receiving;

/// <summary>A frame of which MSH alone was read: what it wants and whose it is are known before anything else of it is looked at.</summary>
internal sealed record MllpHeard
{
    public required MllpFrame Frame { get; init; }
    public required MllpPeer Peer { get; init; }

    /// <summary>MSH; null where not even that can be read.</summary>
    public required Hl7Message? Header { get; init; }

    /// <summary>What is wrong with the frame, or with its MSH where there is no <see cref="Header"/>.</summary>
    public required Hl7Error? Broken { get; init; }

    /// <summary>The line of the door's table; null where there is none.</summary>
    public required MllpLine? Line { get; init; }

    /// <summary>Whom the connection's certificate, or MSH-3 and MSH-4, name.</summary>
    public required Authentication Sender { get; init; }

    /// <summary>The clock's timestamp of its last byte.</summary>
    public required long At { get; init; }

    public Transaction Transaction => Line?.Transaction ?? Transaction.NoDoor;
}
