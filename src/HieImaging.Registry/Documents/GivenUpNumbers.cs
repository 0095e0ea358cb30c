using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.Registry.Documents;

/// <summary>
/// The numbers of registered objects that were given up for the one that a submission or an update names: what was registered under them is
/// that patient's, for the comparison follows merges (ITI TF-2 3.8.4.2.4).
/// </summary>
/// <param name="Cx">As they stand in the objects.</param>
internal sealed record GivenUpNumbers(IReadOnlySet<string> Cx)
{
    public static GivenUpNumbers None { get; } = new(new HashSet<string>());

    /// <summary>Inside the transaction that decides.</summary>
    public static async Task<GivenUpNumbers> Load(
        DocumentSession session, PatientIdentifier? named, IEnumerable<PatientIdentifier?> registered, ResourceIds ids,
        CancellationToken cancellation)
    {
        var others = registered.Where(number => number != named).OfType<PatientIdentifier>().Distinct().ToList();
        if (named is not { } survivor || others.Count == 0)
            return None;
        var given = await session.QueryAsync($"""
            select id from record_locator.source_identity
            where id = any({others.Select(ids.Source).ToArray()}) and survivor_id = {ids.Source(survivor)}
            """, row => row.GetString(0), cancellation);
        var theirs = others.Where(number => given.Contains(ids.Source(number)));
        return new(theirs.Select(number => number.Cx).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Whether an object that was registered under one number is of the patient who is named now.</summary>
    public bool AreOf(PatientIdentifier? registered, PatientIdentifier? named) =>
        registered == named || (registered is { } number && Cx.Contains(number.Cx));
}
