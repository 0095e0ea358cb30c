using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Identity.Answering;

/// <summary>The numbers under which others know a person: the one answer of ITI-83 and ITI-9. Only of sources that the caller may know of,
/// and never the number asked by.</summary>
internal static class CrossReference
{
    /// <summary>By a source identity, <c>s-…</c>; null: there is none that the caller may know of.</summary>
    public static async Task<IReadOnlyList<SourceIdentity>?> OfSourceAsync(
        DocumentSession session, Caller caller, string source, CancellationToken cancellation)
    {
        var all = await OfAsync(session, caller, Around(caller, source), cancellation);
        return all.Any(one => one.Id == source) ? [.. all.Where(one => one.Id != source && one.Active)] : null;
    }

    /// <summary>By a person, <c>p-…</c>, who is shown to those alone from whom nothing is kept.</summary>
    public static async Task<IReadOnlyList<SourceIdentity>?> OfPersonAsync(
        DocumentSession session, Caller caller, string person, CancellationToken cancellation)
    {
        if (!PatientPolicy.SeesAll(caller))
            return null;
        var all = await OfAsync(session, caller, PersonExpansion.OfPerson(person), cancellation);
        return all.Count > 0 ? [.. all.Where(one => one.Active)] : null;
    }

    /// <summary>Ids of the sources that a caller may be told of by that one. To who may not know of every source no link shows, not even
    /// one between two of its own, which may have been found by what others say (docs/decisions/0010).</summary>
    internal static SqlFragment Around(Caller caller, string source) =>
        PatientPolicy.SeesAll(caller) ? PersonExpansion.OfSource(source) : PersonExpansion.OfSourceAlone(source);

    private static Task<IReadOnlyList<SourceIdentity>> OfAsync(
        DocumentSession session, Caller caller, SqlFragment sources, CancellationToken cancellation) =>
        session.QueryAsync($"""
            {PersonDocuments.SelectSource}
            where source.id in ({sources}) and {PatientRows.Live} and ({PatientPolicy.Visible(caller)})
            order by source.id
            """, PersonDocuments.SourceRow, cancellation);
}
