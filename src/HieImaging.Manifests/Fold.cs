using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests;

/// <summary>A manifest that is registered and approved, and who holds its images.</summary>
public sealed record LiveManifest(Manifest Manifest, string Custodian);

/// <summary>What all live manifests of a study say together.</summary>
/// <param name="Places">Which instances of which series are at which location: where two manifests name two locations, both are ways to the
/// same images.</param>
public sealed record UnitedStudy(ManifestPatient Patient, ManifestStudy Study, IReadOnlyList<SeriesPlace> Places);

/// <summary>Instances of one series at one location; null: the custodian's default archive.</summary>
public sealed record SeriesPlace(SeriesInstanceUid Series, RetrieveLocationUid? Location, IReadOnlyList<SopInstanceUid> Instances);

/// <summary>All live manifests of a study become one, whatever order they came in.</summary>
public static class Fold
{
    /// <summary>
    /// Union of the instances of manifests, less those that a rejection of the same custodian names; scalars from the latest content date,
    /// then the greatest SOP Instance UID; notes add nothing. Null: nothing is left, the study is withdrawn.
    /// </summary>
    /// <remarks>What the latest leaves out is taken from the next that says it; accessions and locations are sets and united.</remarks>
    public static UnitedStudy? Unite(IEnumerable<LiveManifest> live)
    {
        var ranked = live.OrderDescending(LatestFirst.Order).ToList();
        var rejected = ranked
            .Where(one => one.Manifest.Role == ManifestRole.Rejection)
            .SelectMany(one => one.Manifest.Study.Series
                .SelectMany(series => series.Instances.Select(instance => (one.Custodian, instance.Uid))))
            .ToHashSet();

        var seriesOf = new Dictionary<SopInstanceUid, SeriesInstanceUid>();         // an instance stays in the series where
                                                                                    // the latest manifest puts it
        var sayings = new Dictionary<SeriesInstanceUid, List<ManifestSeries>>();
        var places = new Dictionary<(SeriesInstanceUid, RetrieveLocationUid?), List<SopInstanceUid>>();
        foreach (var one in ranked.Where(one => one.Manifest.Role == ManifestRole.Manifest))
        {
            foreach (var series in one.Manifest.Study.Series)
            {
                var here = series.Instances.Where(i => !rejected.Contains((one.Custodian, i.Uid))).ToList();
                ListOf(sayings, series.Uid).Add(series with { Instances = [.. here.Where(i => seriesOf.TryAdd(i.Uid, series.Uid))] });
                here.RemoveAll(i => seriesOf[i.Uid] != series.Uid);
                foreach (var location in series.Locations.Select(l => l.Uid).DefaultIfEmpty(null).Distinct())
                    ListOf(places, (series.Uid, location)).AddRange(here.Select(i => i.Uid));
            }
        }

        var united = sayings.Values.Select(Series).Where(series => series.Instances.Count > 0)
            .OrderBy(series => series.Number ?? int.MaxValue).ThenBy(series => series.Uid.Text, StringComparer.Ordinal).ToList();
        if (united.Count == 0)
            return null;
        List<Manifest> manifests = [.. ranked.Select(one => one.Manifest).Where(manifest => manifest.Role == ManifestRole.Manifest)];
        return new UnitedStudy(Patient(manifests), Study(manifests, united), [.. places
            .Where(place => place.Value.Count > 0)
            .Select(place => new SeriesPlace(
                place.Key.Item1, place.Key.Item2, [.. place.Value.Distinct().OrderBy(i => i.Text, StringComparer.Ordinal)]))
            .OrderBy(place => place.Series.Text, StringComparer.Ordinal).ThenBy(place => place.Location?.Text, StringComparer.Ordinal)]);
    }

    private static List<TValue> ListOf<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key)
        where TKey : notnull => lists.TryGetValue(key, out var list) ? list : lists[key] = [];

    private static ManifestPatient Patient(List<Manifest> ranked)
    {
        var latest = ranked[0].Patient;
        var named = ranked.Select(manifest => manifest.Patient).Where(patient => patient.Identifier == latest.Identifier).ToList();
        return new ManifestPatient
        {
            Identifier = latest.Identifier,
            Name = First(named, p => p.Name),
            BirthDate = named.Select(p => p.BirthDate).FirstOrDefault(date => date is not null),
            Sex = First(named, p => p.Sex),
            Others = [.. named.SelectMany(p => p.Others).Distinct()
                .OrderBy(id => id.Authority.Oid.Text, StringComparer.Ordinal).ThenBy(id => id.Value, StringComparer.Ordinal)],
        };
    }

    private static ManifestStudy Study(List<Manifest> ranked, List<ManifestSeries> series)
    {
        var studies = ranked.ConvertAll(manifest => manifest.Study);
        return new ManifestStudy
        {
            Uid = studies[0].Uid,
            Started = First(studies, s => s.Started),
            Accessions = [.. studies.SelectMany(s => s.Accessions).Distinct()
                .OrderBy(a => a.Number, StringComparer.Ordinal).ThenBy(a => a.Authority?.Oid.Text, StringComparer.Ordinal)
                .ThenBy(a => a.PlacerOrder, StringComparer.Ordinal)],
            Description = First(studies, s => s.Description),
            Procedure = First(studies, s => s.Procedure),
            ReferringPhysician = First(studies, s => s.ReferringPhysician),
            Reasons = First(studies, s => s.Reasons),
            Interpreters = First(studies, s => s.Interpreters),
            StudyId = First(studies, s => s.StudyId),
            Series = series,
        };
    }

    private static ManifestSeries Series(List<ManifestSeries> ranked) => new()
    {
        Uid = ranked[0].Uid,
        Modality = First(ranked, s => s.Modality),
        Number = ranked.Select(s => s.Number).FirstOrDefault(number => number is not null),
        Description = First(ranked, s => s.Description),
        BodyPart = First(ranked, s => s.BodyPart),
        Region = First(ranked, s => s.Region),
        Started = First(ranked, s => s.Started),
        Locations = [.. ranked.SelectMany(s => s.Locations).Distinct()],
        Instances = [.. ranked.SelectMany(s => s.Instances)
            .OrderBy(i => i.Number ?? int.MaxValue).ThenBy(i => i.Uid.Text, StringComparer.Ordinal)],
    };

    private static TValue? First<TItem, TValue>(List<TItem> ranked, Func<TItem, TValue?> said)
        where TValue : class => ranked.Select(said).FirstOrDefault(value => value is not null);

    /// <summary>
    /// Content date and time, then the SOP Instance UID, then (one key object sent twice) its digest: no two different manifests are equal.
    /// </summary>
    private sealed class LatestFirst : IComparer<LiveManifest>
    {
        public static readonly LatestFirst Order = new();

        public int Compare(LiveManifest? left, LiveManifest? right)
        {
            var (a, b) = (left!.Manifest, right!.Manifest);
            var byDate = Comparer<Moment>.Default.Compare(a.Content, b.Content);
            var byUid = byDate != 0 ? byDate : string.CompareOrdinal(a.KeyObject.Text, b.KeyObject.Text);
            var byCustodian = byUid != 0 ? byUid : string.CompareOrdinal(left.Custodian, right.Custodian);
            return byCustodian != 0 ? byCustodian : string.CompareOrdinal(ManifestDigest.Of(a), ManifestDigest.Of(b));
        }
    }
}
