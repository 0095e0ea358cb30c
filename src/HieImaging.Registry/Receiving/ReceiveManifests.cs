using System.Text.Json;
using HieImaging.AffinityDomain.Messages;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Receiving;

/// <summary>
/// <c>POST /manifests</c>: key objects in bulk, kept with their messages in one transaction and answered 202; registered from the queue.
/// <c>GET /manifests/{id}</c>: what became of them, for whoever sent them.
/// </summary>
internal sealed class ReceiveManifests(Store store, IOptions<SubmittingOptions> options, TimeProvider clock)
{
    /// <summary>Key objects that one message tells of: few enough to be shared among processes, and to be tried again.</summary>
    private const int OfOneMessage = 25;

    /// <summary>
    /// So much is held in memory; of a larger intake it is kept in transactions of its own, for no connection waits for a sender. What is kept counts when the
    /// last one commits, with the intake and its messages.
    /// </summary>
    private const int HeldBytes = 16 * 1024 * 1024;

    public async Task Receive(HttpContext http)
    {
        var (caller, cancellation) = (http.Caller(), http.RequestAborted);
        using var parts = KeyObjectParts.Open(http.Request, options.Value, options.Value.BulkParts);
        if (parts is null)
        {
            await Refusals.Tell(http, Transaction.Manifests, StatusCodes.Status415UnsupportedMediaType, "not-supported",
                "The body is multipart/related of application/dicom.");
            return;
        }
        var intake = Guid.CreateVersion7(clock.GetUtcNow());
        var (received, kept) = (0, 0);
        try
        {
            var (held, gathered) = (0L, new List<byte[]>());
            for (; await parts.Next(cancellation) is { } content; received++)
            {
                gathered.Add(content);
                if ((held += content.Length) < HeldBytes)
                    continue;
                kept = received + 1;
                await KeepAsync(Intake.InsertItems(intake, kept - gathered.Count, gathered), cancellation);
                gathered.Clear();
                held = 0;
            }
            if (received == 0)
            {
                await Refusals.Tell(
                    http, Transaction.Manifests, StatusCodes.Status400BadRequest, "required", "The body has no part.");
                return;
            }
            await AcceptAsync(intake, caller, received, gathered, cancellation);
        }
        catch when (kept > 0)
        {
            await ForgetAsync(intake);
            throw;
        }
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.Headers.Location = $"/manifests/{intake}";
    }

    private async Task AcceptAsync(Guid intake, Caller caller, int received, List<byte[]> gathered, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        session.Enqueue(Intake.InsertItems(intake, received - gathered.Count, gathered));
        session.Enqueue(Intake.Insert(intake, caller, received, session.Now));
        for (var first = 0; first < received; first += OfOneMessage)
            session.Publish(new ManifestReceived { Intake = intake, Position = first, Count = Math.Min(OfOneMessage, received - first) });
        AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Manifests) with { Entity = $"manifests/{intake}" });
        await session.SaveChangesAsync(cancellation);
    }

    private async Task KeepAsync(SqlFragment items, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        session.Enqueue(items);
        await session.SaveChangesAsync(cancellation);
    }

    // Not where it may have been committed after all: an intake that is there keeps its items.
    private async Task ForgetAsync(Guid intake)
    {
        try
        {
            await using var session = await store.OpenSession(CancellationToken.None);
            session.Enqueue(Intake.Forget(intake));
            await session.SaveChangesAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // the job forgets it
        }
    }

    public async Task Progress(HttpContext http)
    {
        var (caller, cancellation) = (http.Caller(), http.RequestAborted);
        await using var session = await store.OpenSession(cancellation);
        if (!Guid.TryParse(http.Request.RouteValues["id"] as string, out var id)
            || await Intake.Find(session, id, cancellation) is not { } intake || intake.Participant != caller.Participant.Id)
        {
            await Refusals.Write(http, StatusCodes.Status404NotFound, "not-found", "There is no such intake.");
            return;
        }
        var progress = await IntakeProgress.Of(session, id, cancellation);
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(http.Response.Body, progress, JsonSerializerOptions.Web, cancellation);
    }
}
