using HieImaging.AffinityDomain.Transactions;
using HieImaging.Hl7v2.Messages;
using HieImaging.Trust.Callers;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Receiving;

/// <summary>A message that came over MLLP from a caller who may send it.</summary>
internal sealed record MllpCall
{
    public required Hl7Message Message { get; init; }

    /// <summary>As it came.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Whom the connection's certificate, or MSH-3 and MSH-4, name.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The line of the door's table that the message is.</summary>
    public required Transaction Transaction { get; init; }

    /// <summary>Of this message alone.</summary>
    public IServiceProvider Services { get; init; } = null!;

    /// <summary>Refuses it: an audit record, and the acknowledgement.</summary>
    public Task<Hl7Message> RefuseAsync(MllpRefusal refusal) => Services.GetRequiredService<MllpRefusals>()
        .AnswerAsync(Message, Transaction, new Authentication.Known(Caller), refusal);
}

/// <summary>
/// Answers one message, with everything that it does committed: the whole answer, MSH and MSA among it
/// (<see cref="Hl7v2.Acknowledging.Acknowledgement"/>). What it throws becomes an AE.
/// </summary>
internal delegate Task<Hl7Message> MllpAnswer(MllpCall call, CancellationToken cancellation);
