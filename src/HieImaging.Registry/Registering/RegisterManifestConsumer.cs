using HieImaging.AffinityDomain.Messages;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Participants;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Responses;
using MassTransit;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Registering;

/// <summary>A key object of a bulk intake is registered from the queue, by the function that the doors call.</summary>
internal sealed class RegisterManifestConsumer(
    Store store, RegisterSubmission registry, CurrentDomain domain, IOptions<SubmittingOptions> options) : IConsumer<ManifestReceived>
{
    public async Task Consume(ConsumeContext<ManifestReceived> context)
    {
        try
        {
            await Close(context, Register);
        }
        catch (Exception failure) when (StoreFailures.RefusalOf(failure) is { } error)
        {
            await Close(context, (session, caller, content, _) => Task.FromResult(Refuse(session, caller, content, error)));
        }
    }

    private async Task Close(
        ConsumeContext<ManifestReceived> context,
        Func<DocumentSession, Caller, byte[], CancellationToken, Task<(string?, IntakeRefusal?)>> register)
    {
        var (message, cancellation) = (context.Message, context.CancellationToken);
        await using var session = await store.OpenSession(context.InboxKey(), cancellation);
        if (session.AlreadySeen)
            return;
        if (await Intake.Find(session, message.Intake, cancellation) is { } intake
            && await Intake.ContentOf(session, message.Intake, message.Position, cancellation) is { } content)
        {
            var (sopInstanceUid, refusal) = CallerOf(intake) is { } caller
                ? await register(session, caller, content, cancellation)
                : (null, new IntakeRefusal(null, "forbidden", "The sender is no longer a client of this domain."));
            session.Enqueue(Intake.Close(message.Intake, message.Position, sopInstanceUid, refusal));
        }
        await session.SaveChangesAsync(cancellation);
    }

    private async Task<(string?, IntakeRefusal?)> Register(
        DocumentSession session, Caller caller, byte[] content, CancellationToken cancellation)
    {
        var incoming = KeyObjectSubmission.Of(Transaction.Manifests, caller, caller.Participant, content, options.Value.KeyObject, session.Now);
        var decision = await registry.Register(session, incoming, cancellation);
        var uid = incoming.Documents[0].Entry.UniqueId;
        return decision is SubmissionDecision.Refused refused
            ? (uid, RefusalOf(incoming, refused, uid))
            : (uid, null);
    }

    private (string?, IntakeRefusal?) Refuse(DocumentSession session, Caller caller, byte[] content, RegistryError error)
    {
        registry.Refuse(session, KeyObjectSubmission.Of(Transaction.Manifests, caller, caller.Participant, content, options.Value.KeyObject, session.Now), error);
        return (null, new IntakeRefusal(null, error.Code, error.Context));
    }

    private static IntakeRefusal RefusalOf(IncomingSubmission incoming, SubmissionDecision.Refused refused, string? uid)
    {
        var error = refused.Errors.First(one => one.Severity == Severity.Error);
        return error.Code == RegistryErrorCode.InvalidDocumentContent && incoming.Documents[0].Refusal is { } unreadable
            ? new IntakeRefusal(uid, unreadable.Code, unreadable.Text)
            : new IntakeRefusal(uid, error.Code, error.Context);
    }

    // Who sent it may have lost its right since: the domain of now decides.
    private Caller? CallerOf(Intake intake) =>
        domain.Now.Client(intake.Client) is var (participant, client)
        && participant.Id == intake.Participant
        && client.Scopes.Contains(Transaction.Manifests.Scope!)
            ? new Caller
            {
                Participant = participant,
                Client = client,
                Scopes = client.Scopes.ToHashSet(StringComparer.Ordinal),
                Purpose = intake.Purpose,
                Domain = domain.Now,
            }
            : null;
}
