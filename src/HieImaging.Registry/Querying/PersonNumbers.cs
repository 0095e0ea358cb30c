using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Registry.Querying;

/// <summary>The caller's own numbers of the persons whose studies are answered.</summary>
internal static class PersonNumbers
{
    /// <summary>By <c>s-…</c>; nothing for a caller who may not know which sources are one person.</summary>
    public static async Task<ILookup<string, PatientIdentifier>> ReadAsync(
        DocumentSession session, Caller caller, IReadOnlyCollection<string> subjects, CancellationToken cancellation)
    {
        var authorities = PatientPolicy.OwnAuthorities(caller);
        var rows = authorities.Count == 0 || subjects.Count == 0 || !PatientPolicy.SeesAll(caller)
            ? []
            : await session.QueryAsync($"""
                select own.source_id, source.authority, source.value from record_locator.person_link own
                join record_locator.person_link link on link.person_id = own.person_id
                join record_locator.source_identity source on source.id = link.source_id
                where own.source_id = any({subjects}) and source.authority = any({authorities}) and source.active and not source.deleted
                order by own.source_id, source.authority, source.value
                """,
                row => (Subject: row.GetString(0),
                    Number: PatientIdentifier.Create(AssigningAuthority.Parse(row.GetString(1)), row.GetString(2))),
                cancellation);
        return rows.ToLookup(row => row.Subject, row => row.Number, StringComparer.Ordinal);
    }
}
