using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.DocumentStore;
using HieImaging.Manifests;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Searching;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Registry.Querying;

/// <summary>What a search found.</summary>
/// <param name="Results">At most as many as were asked for.</param>
/// <param name="Shown">The studies that they are of.</param>
/// <param name="More">There are further results behind these.</param>
/// <param name="Exhausted">So many studies were looked at that the rest was left alone.</param>
internal sealed record FoundObjects(
    IReadOnlyList<DicomDataset> Results, IReadOnlyList<ShownStudy> Shown, bool More, bool Exhausted);

/// <summary>For the audit: whose study of which custodian is shown.</summary>
internal sealed record ShownStudy(string Subject, string StudyInstanceUid, string Custodian, string Id);

/// <summary>
/// A query over the registry: studies that may match, in pages; of each what its live manifests say, folded; of that the results. Where
/// columns alone decide, only the page that is asked for is read.
/// </summary>
internal sealed class ObjectSearch(DocumentSession session, ObjectQuery query, Caller caller, PatientReference patients, string address)
{
    private const int Together = 100;

    /// <summary>A query that is narrowed by nothing that the columns hold looks at no more studies than this.</summary>
    public const int MostLookedAt = 5000;

    private readonly List<DicomDataset> _results = [];
    private readonly Dictionary<string, ShownStudy> _shown = new(StringComparer.Ordinal);
    private int _toSkip = query.IsOfColumns ? 0 : query.Offset;

    public async Task<FoundObjects> FindAsync(CancellationToken cancellation)
    {
        var (offset, most) = query.IsOfColumns ? (query.Offset, query.Limit + 1) : (0, MostLookedAt + 1);
        var matching = await new MatchingStudies(query, caller, patients).ReadAsync(session, offset, most, cancellation);
        var archives = await ArchivesNow.ReadAsync(session, caller.Domain, cancellation);
        foreach (var studies in matching.Take(MostLookedAt).Chunk(Together))
            if (!await TakeAsync(studies, archives, cancellation))
                return new FoundObjects(_results, [.. _shown.Values], true, false);
        return new FoundObjects(_results, [.. _shown.Values], false, matching.Count > MostLookedAt);
    }

    // False when one result more than was asked for is there.
    private async Task<bool> TakeAsync(MatchingStudy[] studies, ArchivesNow archives, CancellationToken cancellation)
    {
        var live = (await session.QueryAsync(StudyManifest.LiveOf([.. studies.Select(study => study.Id)], []), StudyManifest.Row, cancellation))
            .ToLookup(one => one.Key.Id, StringComparer.Ordinal);
        var numbers = await PersonNumbers.ReadAsync(
            session, caller, [.. studies.Select(study => study.Subject).Distinct(StringComparer.Ordinal)], cancellation);
        foreach (var study in studies)
        {
            if (Fold.Unite(live[study.Id].Select(one => new LiveManifest(one.Manifest, study.Custodian))) is not { } united)
                continue;                                          // withdrawn since the page was read
            foreach (var result in Attributes(study, united, numbers, archives).Results(query))
            {
                if (_toSkip-- > 0)
                    continue;
                if (_results.Count == query.Limit)
                    return false;
                _results.Add(result);
                _shown[study.Id] = new ShownStudy(study.Subject, united.Study.Uid.Text, study.Custodian, study.Id);
            }
        }
        return true;
    }

    private QueriedStudy Attributes(
        MatchingStudy study, UnitedStudy united, PersonNumbers numbers, ArchivesNow archives)
    {
        var shown = ShownPatient.Of(
            numbers.Now(study.Subject, united.Patient.Identifier), [.. numbers.Own[study.Subject]], PatientPolicy.OwnAuthorities(caller),
            query.Patient);
        return new StudyAttributes(united, study.Custodian, $"{address}/dicomweb/at/{study.Custodian}", caller.Domain, archives)
            .Of(shown, query);
    }
}
