using HieImaging.DocumentStore;
using HieImaging.Identity.Candidates;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.Identity.Linking;

/// <summary>Sources that changed, what is stored of them, and who of them has to be compared anew. Nobody waits while it is read.</summary>
/// <param name="Searched">Those whose record is not what the store holds.</param>
/// <param name="Anew">All is derived anew, though the records say the same as before.</param>
internal sealed record Changed(IReadOnlyList<string> Touched, Known Known, IReadOnlyList<SearchedRecord> Searched, bool Anew)
{
    /// <param name="touched">Locked, their words written in this session.</param>
    public static async Task<Changed> ReadAsync(
        DocumentSession session, ResourceIds ids, IReadOnlyList<string> touched, bool anew, CancellationToken cancellation)
    {
        var known = await Known.ReadAsync(session, ids, touched, cancellation);
        return new Changed(touched, known, SearchedOf(known, touched, anew), anew);
    }

    // Those whose record is not what the store holds: the others' pairs are as they were.
    private static List<SearchedRecord> SearchedOf(Known known, IReadOnlyList<string> touched, bool anew)
    {
        var searched = new List<SearchedRecord>();
        foreach (var id in touched.Distinct(StringComparer.Ordinal).Where(known.Sids.ContainsKey))
        {
            var source = known.Sources[id];
            var record = Known.IsMatched(source) ? PatientDemographics.Of(source) : null;
            var stored = known.Records.TryGetValue(id, out var before);
            var one = new SearchedRecord(id, known.Sids[id], record, stored ? before.Keys : []);
            if (record is null ? stored : anew || !stored || !before.Body.AsSpan().SequenceEqual(one.Packed))
                searched.Add(one);
        }
        return searched;
    }
}
