using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Keeping;

/// <summary>The numbers behind the ids of source identities.</summary>
internal static class KnownNumbers
{
    /// <returns>Id → number, of those that are known.</returns>
    public static async Task<IReadOnlyDictionary<string, PatientIdentifier>> ReadAsync(
        DocumentSession session, string[] sources, CancellationToken cancellation) =>
        (await session.QueryAsync(
            $"{PersonDocuments.SelectSource} where source.id = any({sources})", PersonDocuments.SourceRow, cancellation))
        .ToDictionary(
            known => known.Id, known => PatientIdentifier.Create(AssigningAuthority.Parse(known.Authority), known.Value),
            StringComparer.Ordinal);
}
