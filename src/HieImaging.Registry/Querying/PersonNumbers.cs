using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Registry.Querying;

/// <summary>Under which numbers the patients are known today whose studies are answered. One that was given up is shown to nobody who did
/// not ask by it.</summary>
/// <param name="Own">The caller's own numbers of the person, by <c>s-…</c>; none for a caller who may not know which sources are one
/// person.</param>
/// <param name="Survivors">By <c>s-…</c> whose number was given up: the one that stands for it.</param>
internal sealed record PersonNumbers(ILookup<string, PatientIdentifier> Own, ILookup<string, PatientIdentifier> Survivors)
{
    public static async Task<PersonNumbers> ReadAsync(
        DocumentSession session, Caller caller, IReadOnlyCollection<string> subjects, CancellationToken cancellation)
    {
        var authorities = PatientPolicy.SeesAll(caller) ? PatientPolicy.OwnAuthorities(caller) : [];
        var rows = subjects.Count == 0 ? [] : await session.QueryAsync($"""
            select own.source_id, source.authority, source.value, false from record_locator.person_link own
            join record_locator.person_link link on link.person_id = own.person_id
            join record_locator.source_identity source on source.id = link.source_id
            where own.source_id = any({subjects}) and source.authority = any({authorities})
              and source.active and not source.deleted and source.state <> 'subsumed'
            union all
            select given.id, survivor.authority, survivor.value, true from record_locator.source_identity given
            join record_locator.source_identity survivor on survivor.id = given.survivor_id
            where given.id = any({subjects})
            order by 1, 2, 3
            """,
            row => (Subject: row.GetString(0), IsSurvivor: row.GetBoolean(3),
                Number: PatientIdentifier.Create(AssigningAuthority.Parse(row.GetString(1)), row.GetString(2))),
            cancellation);
        var all = rows.ToLookup(row => row.IsSurvivor);
        return new(By(all[false]), By(all[true]));

        static ILookup<string, PatientIdentifier> By(IEnumerable<(string Subject, bool, PatientIdentifier Number)> rows) =>
            rows.ToLookup(row => row.Subject, row => row.Number, StringComparer.Ordinal);
    }

    /// <summary>The number that a study was filed under, or what it was given up for.</summary>
    public PatientIdentifier Now(string subject, PatientIdentifier filed) => Survivors[subject].Append(filed).First();
}
