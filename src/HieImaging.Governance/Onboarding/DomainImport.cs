using System.Security.Cryptography;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Trust.Tokens;
using Microsoft.Extensions.Options;

namespace HieImaging.Governance.Onboarding;

/// <summary>Puts an affinity-domain file into force: the next version of the domain, and the Organizations and Endpoints derived from it, in one transaction.</summary>
public sealed class DomainImport(Store store, ResourceIds ids, CurrentDomain current, IOptions<TokenOptions> options)
{
    /// <summary>The same file again changes nothing.</summary>
    public async Task<DomainImportAnswer> RunAsync(byte[] utf8, CancellationToken cancellation)
    {
        var (file, problems) = DomainFileCheck.Read(utf8);
        if (file is null)
            return new DomainImportAnswer.Refused(problems);
        await using var session = await store.OpenSession(cancellation);
        await session.LockAsync(["affinity-domain"], cancellation);
        var (version, stored) = await NewestAsync(session, cancellation);
        var body = file.ToUtf8();
        var isSame = stored is not null && stored.AsSpan().SequenceEqual(body);
        var changed = await DeriveAsync(session, file, cancellation);
        if (isSame && changed == 0)
            return new DomainImportAnswer.Unchanged(version);
        if (!isSame)
            session.Enqueue($"""
                insert into record_locator.affinity_domain (version, imported_at, sha256, body)
                values ({++version}, {session.Now}, {SHA256.HashData(body)}, {body})
                """);
        await session.SaveChangesAsync(cancellation);
        await current.RefreshAsync(cancellation);
        return new DomainImportAnswer.Imported(version, changed);
    }

    private async Task<int> DeriveAsync(DocumentSession session, AffinityDomainFile file, CancellationToken cancellation)
    {
        var derived = DomainResources.Of(file, ids, options.Value.PublicBase);
        return await DerivedStore.ReplaceAsync(session, DerivedResource.Organizations, $"record_locator.organization", derived.Organizations, cancellation)
            + await DerivedStore.ReplaceAsync(session, DerivedResource.Endpoints, $"record_locator.endpoint", derived.Endpoints, cancellation);
    }

    private static async Task<(int Version, byte[]? Body)> NewestAsync(DocumentSession session, CancellationToken cancellation)
    {
        var newest = await session.QueryAsync($"select version, body from record_locator.affinity_domain order by version desc limit 1",
            row => (row.GetInt32(0), row.GetFieldValue<byte[]>(1)), cancellation);
        return newest.Count == 0 ? (0, null) : newest[0];
    }
}
