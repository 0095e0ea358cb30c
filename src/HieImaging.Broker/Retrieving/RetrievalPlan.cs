using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.RecordLocator.Studies;

namespace HieImaging.Broker.Retrieving;

/// <summary>One question to one archive.</summary>
/// <param name="Root">The archive's registered DICOMweb root.</param>
/// <param name="Path">Below it.</param>
/// <param name="Instances">The registered instances that it is asked for: what else it sends is not passed on.</param>
internal sealed record Fetch(string Root, string Path, IReadOnlySet<string> Instances);

/// <summary>From a registered study and what is asked of it to the questions that archives get; or why there are none. Pure.</summary>
internal abstract record RetrievalPlan
{
    private RetrievalPlan() { }

    internal sealed record Route(IReadOnlyList<Fetch> Fetches) : RetrievalPlan;

    /// <summary>The study as registered holds no such series or instance.</summary>
    internal sealed record NotHeld : RetrievalPlan;

    /// <summary>Registered, but of a location that no archive of the custodian has, or of one without DICOMweb.</summary>
    internal sealed record NoRoute : RetrievalPlan;

    public static RetrievalPlan For(RegisteredStudy study, RetrieveRequest request, Domain domain)
    {
        var wanted = study.Routes.Series
            .Where(series => request.Series is not { } uid || series.Uid == uid.Text)
            .Select(series => (series.Uid, series.Location,
                Instances: series.Instances.Where(i => request.Instance is not { } uid || i == uid.Text).ToHashSet(StringComparer.Ordinal)))
            .Where(series => series.Instances.Count > 0).ToList();
        if (wanted.Count == 0)
            return new NotHeld();

        var routed = wanted
            .Select(series => (series.Uid, series.Instances, Root: RootOf(domain, study.Custodian, series.Location)))
            .ToList();
        if (routed.Exists(series => series.Root is null))
            return new NoRoute();

        // One archive for all: one question at the caller's own level. Several: one for each series.
        if (routed.Select(series => series.Root).Distinct(StringComparer.Ordinal).Count() == 1)
            return new Route([new Fetch(
                routed[0].Root!, request.Path, routed.SelectMany(series => series.Instances).ToHashSet(StringComparer.Ordinal))]);
        return new Route([.. routed.GroupBy(series => (series.Root, series.Uid)).Select(group => new Fetch(
            group.Key.Root!, $"studies/{request.Study.Text}/series/{group.Key.Uid}",
            group.SelectMany(series => series.Instances).ToHashSet(StringComparer.Ordinal)))]);
    }

    private static string? RootOf(Domain domain, string custodian, string? location) =>
        domain.ArchiveOf(custodian, location is null ? null : RetrieveLocationUid.Parse(location))?.DicomWeb?.TrimEnd('/');
}
