using HieImaging.Registry.Documents;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Updating;

/// <summary>Carries an update out on the objects that it found: versions, then submitted associations, then status. Pure.</summary>
internal sealed class UpdateDraft(Submission submission, UpdatePlan plan, UpdateState state, string sender, DateTimeOffset now)
{
    private readonly Dictionary<string, RegisteredEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegisteredFolder> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegisteredAssociation> _associations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal), _propagated = new(StringComparer.Ordinal);

    private string Set => submission.Set.EntryUuid;

    public UpdatedObjects Done()
    {
        foreach (var version in plan.Entries)
            Follow(version, state.LatestEntry(version.LogicalId)!);
        foreach (var version in plan.Folders)
            Follow(version, state.LatestFolder(version.LogicalId)!);
        foreach (var association in submission.Associations)
            Add(association with { LogicalId = association.LogicalId ?? association.EntryUuid });
        Propagate();
        foreach (var update in plan.Statuses)
            SetStatus(update.Target, update.NewStatus!);
        return new UpdatedObjects(
            Custodian, [.. _entries.Values], [.. _folders.Values], [.. _associations.Values],
            [.. _versions.Where(pair => _entries.ContainsKey(pair.Value)).Select(pair => (pair.Key, _entries[pair.Value]))]);
    }

    // A new version has the status that the document had: a correction does not bring back what was withdrawn (CP-ITI-1190).
    private void Follow(NewVersion<DocumentEntry> version, RegisteredEntry latest)
    {
        _entries[version.Id] = new RegisteredEntry(version.Object with
        {
            Version = Revisions.Next(latest.Revision),
            AvailabilityStatus = latest.Entry.AvailabilityStatus,
            HomeCommunityId = latest.Entry.HomeCommunityId,
            Hash = version.Object.Hash?.ToLowerInvariant(),
        }, 1, latest.Custodian, sender, Set);
        if (latest.Entry.IsApproved)
            SetStatus(latest.Id, AvailabilityStatus.Deprecated);
        Note(latest.Id, version.Id, version.Propagates);
    }

    private void Follow(NewVersion<Folder> version, RegisteredFolder latest)
    {
        _folders[version.Id] = new RegisteredFolder(version.Object with
        {
            Version = Revisions.Next(latest.Revision),
            AvailabilityStatus = latest.Folder.AvailabilityStatus,
            LastUpdateTime = Dtm.Write(now),
        }, 1, latest.Custodian, sender, Set);
        if (latest.IsApproved)
            SetStatus(latest.Id, AvailabilityStatus.Deprecated);
        Note(latest.Id, version.Id, version.Propagates);
    }

    private void Note(string before, string after, bool propagates)
    {
        _versions[before] = after;
        if (propagates)
            _propagated[before] = after;
    }

    // What was said of the version before is said of the new one too; that a submission brought it stays said of what it brought.
    private void Propagate()
    {
        foreach (var one in state.Associations.Where(one => one.IsApproved && !one.IsOfSubmission))
        {
            var (source, target) = (Now(one.Association.Source), Now(one.Association.Target));
            if (source != one.Association.Source || target != one.Association.Target)
            {
                var id = NewId();
                Add(one.Association with { EntryUuid = id, LogicalId = id, Source = source, Target = target });
            }
        }

        string Now(string id) => _propagated.GetValueOrDefault(id, id);
    }

    private void Add(Association association)
    {
        _associations[association.EntryUuid] = new RegisteredAssociation(
            association with { Version = "1", AvailabilityStatus = AvailabilityStatus.Approved }, 1, Custodian, Set);
        Touch(association);
    }

    private void SetStatus(string id, string status)
    {
        if ((_entries.GetValueOrDefault(id) ?? Bumped(state.Entry(id))) is { } entry)
            _entries[id] = entry with { Entry = entry.Entry with { AvailabilityStatus = status } };
        else if ((_folders.GetValueOrDefault(id) ?? Bumped(state.Folder(id))) is { } folder)
            _folders[id] = folder with { Folder = folder.Folder with { AvailabilityStatus = status } };
        else
        {
            var one = _associations.GetValueOrDefault(id) ?? Bumped(state.Associations.First(association => association.Id == id));
            _associations[id] = one with { Association = one.Association with { AvailabilityStatus = status } };
            Touch(one.Association);
        }
    }

    // Something was put into a folder of the registry, or taken out.
    private void Touch(Association association)
    {
        if (association.IsMembership && !_folders.ContainsKey(association.Source) && state.Folder(association.Source) is { } folder)
            _folders[folder.Id] = folder.Touched(now);
    }

    private string Custodian => plan.Entries.Select(one => state.LatestEntry(one.LogicalId)?.Custodian)
        .Concat(plan.Folders.Select(one => state.LatestFolder(one.LogicalId)?.Custodian))
        .Concat(plan.Submitted.Select(one => state.Entry(one.Source)?.Custodian ?? state.Folder(one.Source)?.Custodian))
        .Concat(plan.Statuses.Select(one => state.Entry(one.Target)?.Custodian ?? state.Folder(one.Target)?.Custodian
            ?? state.Associations.FirstOrDefault(association => association.Id == one.Target)?.Custodian))
        .OfType<string>().FirstOrDefault() ?? sender;

    private static RegisteredEntry? Bumped(RegisteredEntry? stored) => stored is null ? null : stored with { Version = stored.Version + 1 };

    private static RegisteredFolder? Bumped(RegisteredFolder? stored) =>
        stored is null ? null : stored with { Version = stored.Version + 1 };

    private static RegisteredAssociation Bumped(RegisteredAssociation stored) => stored with { Version = stored.Version + 1 };

    private static string NewId() => "urn:uuid:" + Guid.NewGuid().ToString("D");
}
