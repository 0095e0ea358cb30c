using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Publisher.Reading;

namespace HieImaging.Publisher.Building;

/// <summary>
/// The instances of a study become one manifest for each patient among them: a Study UID under two PatientIDs is two studies. Pure.
/// </summary>
internal static class StudyManifests
{
    private const string KeyObjectSelection = "1.2.840.10008.5.1.4.1.1.88.59";

    /// <summary>Manifests whose key object is not yet named, and how many instances had no PatientID.</summary>
    public static (IReadOnlyList<Manifest> Manifests, int Nameless) Of(IEnumerable<ArchivedInstance> instances, PublishedFrom from)
    {
        var ordered = instances.Where(IsPublished).DistinctBy(one => one.Instance.Uid)
            .OrderBy(one => one.SeriesNumber ?? int.MaxValue).ThenBy(one => one.Series.Text, StringComparer.Ordinal)
            .ThenBy(one => one.Instance.Number ?? int.MaxValue).ThenBy(one => one.Instance.Uid.Text, StringComparer.Ordinal).ToList();
        var nameless = ordered.RemoveAll(one => !PatientIdentifier.TryCreate(one.Issuer ?? from.Authority, one.PatientId, out _));
        return (
            [.. ordered
                .GroupBy(one => PatientIdentifier.Create(one.Issuer ?? from.Authority, one.PatientId))
                .Select(group => Of(group.Key, [.. group], from))],
            nameless);
    }

    // A manifest or a rejection that lies in the archive is not part of what it speaks of; an instance that cannot be had is not offered.
    private static bool IsPublished(ArchivedInstance one) =>
        !one.Unavailable
        && (one.Instance.SopClass != KeyObjectSelection || one.Title is null || ManifestTitle.RoleOf(one.Title, []) == ManifestRole.Note);

    private static Manifest Of(PatientIdentifier patient, List<ArchivedInstance> instances, PublishedFrom from) => new()
    {
        KeyObject = default,
        Title = ManifestTitle.Manifest,
        Role = ManifestRole.Manifest,
        OwnStudy = instances[0].Study,
        Patient = new ManifestPatient
        {
            Identifier = patient,
            Name = First(instances, one => one.PatientName),
            BirthDate = instances.Select(one => one.BirthDate).FirstOrDefault(date => date is not null),
            Sex = First(instances, one => one.Sex),
        },
        Study = new ManifestStudy
        {
            Uid = instances[0].Study,
            Started = First(instances, one => one.StudyStarted),
            Accessions = [.. instances
                .Where(one => one.Accession is not null)
                .Select(one => new Accession(one.Accession!, one.AccessionIssuer))
                .Distinct()],
            Description = First(instances, one => one.StudyDescription),
            Procedure = First(instances, one => one.Procedure),
            ReferringPhysician = First(instances, one => one.ReferringPhysician),
            StudyId = First(instances, one => one.StudyId),
            Series = [.. instances.GroupBy(one => one.Series).Select(series => Series([.. series], from))],
        },
    };

    private static ManifestSeries Series(List<ArchivedInstance> instances, PublishedFrom from) => new()
    {
        Uid = instances[0].Series,
        Modality = First(instances, one => one.Modality),
        Number = instances.Select(one => one.SeriesNumber).FirstOrDefault(number => number is not null),
        Description = First(instances, one => one.SeriesDescription),
        BodyPart = First(instances, one => one.BodyPart),
        Region = First(instances, one => one.Region),
        Started = First(instances, one => one.SeriesStarted),
        Locations = from.Location is null && from.AeTitle is null ? [] : [new SeriesLocation(from.Location, from.AeTitle, null)],
        Instances = [.. instances.Select(one => one.Instance)],
    };

    private static T? First<T>(List<ArchivedInstance> instances, Func<ArchivedInstance, T?> said)
        where T : class => instances.Select(said).FirstOrDefault(value => value is not null);
}
