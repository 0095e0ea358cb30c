using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Updating;

/// <summary>A submitted object that is to follow a registered one.</summary>
/// <param name="Propagates">The associations of the version before become the new one's too (AssociationPropagation).</param>
internal sealed record NewVersion<T>(T Object, string Id, string? LogicalId, string? PreviousVersion, bool Propagates);

/// <summary>
/// The operations that an update asks for, told apart by its associations (XDS Metadata Update 3.57.4.1.3.1): versions first, then
/// submitted associations, then changes of status.
/// </summary>
internal sealed record UpdatePlan(
    IReadOnlyList<NewVersion<DocumentEntry>> Entries,
    IReadOnlyList<NewVersion<Folder>> Folders,
    IReadOnlyList<Association> Submitted,
    IReadOnlyList<Association> Statuses,
    IReadOnlyList<RegistryError> Errors)
{
    public static UpdatePlan Of(Submission submission)
    {
        var set = submission.Set.EntryUuid;
        Association? MemberOf(string id) => submission.Associations
            .FirstOrDefault(one => one.IsMembership && one.Source == set && one.Target == id);
        var carried = submission.Associations.Where(one => one.Type == AssociationType.SubmitAssociation && one.Source == set)
            .Select(one => one.Target).ToHashSet(StringComparer.Ordinal);
        var plan = new UpdatePlan(
            [.. submission.Entries.Select(one => Version(one, one.EntryUuid, one.LogicalId, MemberOf(one.EntryUuid)))],
            [.. submission.Folders.Select(one => Version(one, one.EntryUuid, one.LogicalId, MemberOf(one.EntryUuid)))],
            [.. submission.Associations.Where(one => carried.Contains(one.EntryUuid))],
            [.. submission.Associations.Where(one => one.Type == AssociationType.UpdateAvailabilityStatus)],
            []);
        return plan with { Errors = [.. plan.Wrong(submission)] };
    }

    private static NewVersion<T> Version<T>(T versioned, string id, string? logicalId, Association? member) =>
        new(versioned, id, logicalId, member?.PreviousVersion, member?.Propagation != "no");

    private IEnumerable<RegistryError> Wrong(Submission submission)
    {
        var set = submission.Set.EntryUuid;
        if (Entries.Count + Folders.Count + Submitted.Count + Statuses.Count == 0)
            yield return Operation("Nothing is updated.", set);
        foreach (var version in Entries.Where(one => one.PreviousVersion is null).Select(one => one.Id)
            .Concat(Folders.Where(one => one.PreviousVersion is null).Select(one => one.Id)))
            yield return Operation("A new version does not name the one before it (PreviousVersion).", version);
        foreach (var twice in Twice(Entries.Select(one => one.LogicalId).Concat(Folders.Select(one => one.LogicalId))))
            yield return Operation("Two updates of one lid.", twice);
        foreach (var twice in Twice(Statuses.Select(one => one.Target)))
            yield return Operation("Two updates of one object.", twice);

        var versions = Entries.Select(one => one.Id).Concat(Folders.Select(one => one.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var association in submission.Associations)
        {
            if (association.Propagation is not (null or "yes" or "no"))
                yield return Operation("AssociationPropagation is neither yes nor no.", association.EntryUuid);
            var known = Submitted.Contains(association) || association.Type switch
            {
                AssociationType.HasMember => association.Source == set && versions.Contains(association.Target),
                AssociationType.SubmitAssociation => association.Source == set
                    && submission.Associations.Any(one => one.EntryUuid == association.Target),
                AssociationType.UpdateAvailabilityStatus => true,
                _ => false,
            };
            if (!known)
                yield return Operation("The association is of no operation of an update.", association.EntryUuid);
        }
    }

    private static IEnumerable<string> Twice(IEnumerable<string?> ids) =>
        ids.OfType<string>().GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);

    private static RegistryError Operation(string text, string location) =>
        new(RegistryErrorCode.MetadataUpdateOperation, text, Location: location);
}
