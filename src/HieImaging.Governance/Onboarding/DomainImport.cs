using System.Security.Cryptography;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Trust.Callers;

namespace HieImaging.Governance.Onboarding;

/// <summary>Puts an affinity-domain file into force: the next version of the domain, and the Organizations and Endpoints derived from it,
/// in one transaction.</summary>
public sealed class DomainImport(Store store, ResourceIds ids, CurrentDomain current, PublicAddress address)
{
    /// <summary>The same file again changes nothing, and is not checked again: every start of a node brings it.</summary>
    public Task<DomainImportAnswer> RunAsync(byte[] utf8, CancellationToken cancellation)
    {
        var (file, problem) = DomainFileCheck.Parse(utf8);
        return file is null
            ? Task.FromResult<DomainImportAnswer>(new DomainImportAnswer.Refused([problem!]))
            : PutAsync(file, address.Known, cancellation);
    }

    /// <summary>Derives the Endpoints anew where the node is now known under another address than at the last import.</summary>
    public Task<DomainImportAnswer> MoveAsync(CancellationToken cancellation) => PutAsync(null, address.Now, cancellation);

    /// <param name="given">Null: the file in force.</param>
    /// <param name="publicBase">Null: that of the last import.</param>
    private async Task<DomainImportAnswer> PutAsync(AffinityDomainFile? given, string? publicBase, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        await session.LockAsync(["affinity-domain"], cancellation);
        var newest = await session.FirstOrDefaultAsync(
            $"select version, body, public_base from record_locator.affinity_domain order by version desc limit 1",
            row => new Import(row.GetInt32(0), row.GetFieldValue<byte[]>(1), row.GetString(2)), cancellation);
        if ((given?.ToUtf8() ?? newest?.Body) is not { } body)
            return new DomainImportAnswer.Unchanged(0);
        publicBase ??= newest?.PublicBase ?? PublicAddress.Default;
        if (newest is not null && newest.PublicBase == publicBase && newest.Body.AsSpan().SequenceEqual(body))
            return new DomainImportAnswer.Unchanged(newest.Version);
        if (given is not null && DomainFileCheck.ProblemsOf(given) is { Count: > 0 } problems)
            return new DomainImportAnswer.Refused(problems);
        var derived = DomainResources.Of(given ?? AffinityDomainFile.Read(body), ids, publicBase);
        var changed = await DerivedStore.ReplaceAsync(
                session, DerivedResource.Organizations, $"record_locator.organization", derived.Organizations, cancellation)
            + await DerivedStore.ReplaceAsync(
                session, DerivedResource.Endpoints, $"record_locator.endpoint", derived.Endpoints, cancellation);
        var version = (newest?.Version ?? 0) + 1;
        session.Enqueue($"""
            insert into record_locator.affinity_domain (version, imported_at, sha256, body, public_base)
            values ({version}, {session.Now}, {SHA256.HashData(body)}, {body}, {publicBase})
            """);
        await session.SaveChangesAsync(cancellation);
        await current.RefreshAsync(cancellation);
        return new DomainImportAnswer.Imported(version, changed);
    }

    private sealed record Import(int Version, byte[] Body, string PublicBase);
}
