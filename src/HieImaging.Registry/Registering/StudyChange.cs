using System.Security.Cryptography;
using System.Text;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests;
using HieImaging.Manifests.ImagingStudies;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Studies;
using HieImaging.Registry.Documents;

namespace HieImaging.Registry.Registering;

/// <summary>What a study was when its lock was taken.</summary>
/// <param name="Version">Of the stored document, withdrawn or not; 0: never registered.</param>
/// <param name="Live">Null: never registered, or withdrawn.</param>
internal sealed record StudyBefore(int Version, RegisteredStudy? Live);

/// <summary>What the live manifests of a study make of it: nothing new, a new version, or its withdrawal. Pure.</summary>
internal abstract record StudyChange
{
    private StudyChange()
    {
    }

    /// <summary>The same as stored: no version, no message.</summary>
    internal sealed record Unchanged : StudyChange;

    internal sealed record Registered(RegisteredStudy Study) : StudyChange;

    internal sealed record Withdrawn(RegisteredStudy Study) : StudyChange;

    /// <param name="united">All live manifests together; null when nothing is left.</param>
    /// <param name="labels">Security labels of the live documents, <c>system|code</c>.</param>
    public static StudyChange On(
        StudyKey key, UnitedStudy? united, IReadOnlyList<string> labels, StudyBefore before,
        Domain domain, ResourceIds ids, DateTimeOffset now)
    {
        if (united is null)
            return before.Live is { } live ? new Withdrawn(live.Withdrawn(before.Version + 1, now)) : new Unchanged();
        var study = Derived(key, united, labels, before.Version + 1, domain, ids, now);
        return before.Live is { } stored && stored.FoldDigest.AsSpan().SequenceEqual(study.FoldDigest)
            ? new Unchanged()
            : new Registered(study);
    }

    /// <summary>The registered study that the live manifests make, whatever is stored.</summary>
    public static RegisteredStudy Derived(
        StudyKey key, UnitedStudy united, IReadOnlyList<string> labels, int version, Domain domain, ResourceIds ids, DateTimeOffset now)
    {
        var custodian = domain.Participant(key.Custodian.Text);
        var zone = custodian?.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : null;
        var (from, to) = StartedInterval.Of(united.Study.Started, zone);
        List<string> sorted = [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string? EndpointOf(RetrieveLocationUid? location) =>
            domain.ArchiveOf(key.Custodian.Text, location) is null ? null : ids.Endpoint(key.Custodian, location);
        List<string> endpoints = [.. united.Places
            .Select(place => EndpointOf(place.Location))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        return new RegisteredStudy
        {
            Id = key.Id,
            Version = version,
            LastUpdated = now,
            StudyInstanceUid = key.Study.Text,
            Custodian = key.Custodian.Text,
            Subject = key.Source,
            Status = "available",
            StartedFrom = from,
            StartedTo = to,
            Modalities = united.Study.Modalities,
            Accessions = [.. united.Study.Accessions.SelectMany(Spellings).Distinct(StringComparer.Ordinal)],
            RetrieveLocationUids = [.. united.Places
                .Select(place => place.Location?.Text)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)],
            EndpointIds = endpoints,
            Labels = sorted,
            Routes = RoutesOf(united),
            FoldDigest = DigestOf(united, sorted, endpoints, custodian?.TimeZone),
            ImagingStudy = ImagingStudyWriter.Write(united, new ImagingStudyFacts
            {
                Id = key.Id,
                Version = version,
                LastUpdated = now,
                Subject = "Patient/" + key.Source,
                Source = custodian?.Oid is { } oid ? "urn:oid:" + oid : "Organization/" + ids.Organization(key.Custodian),
                Custodian = "Organization/" + ids.Organization(key.Custodian),
                CustodianName = custodian?.Name,
                Labels = [.. sorted.Select(label => label.Split('|', 2)).Select(pair => (pair[0], pair[1]))],
                Zone = zone,
                EndpointOf = EndpointOf,
            }),
        };
    }

    private static StudyRoutes RoutesOf(UnitedStudy united) => new()
    {
        Series = [.. united.Places.Select(place => new SeriesRoute
        {
            Uid = place.Series.Text,
            Location = place.Location?.Text,
            Instances = [.. place.Instances.Select(instance => instance.Text)],
        })],
    };

    private static IEnumerable<string> Spellings(Accession accession) =>
        accession.Authority is { } issuer ? [accession.Number, $"{issuer.Urn}|{accession.Number}"] : [accession.Number];

    // The manifests, and whatever else of the domain shows in the resource; never the version or the time.
    private static byte[] DigestOf(UnitedStudy united, IEnumerable<string> labels, IEnumerable<string> endpoints, string? zone) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
            '\n', [ManifestDigest.Of(united), "", .. labels, "", .. endpoints, "", zone ?? ""])));
}
