namespace HieImaging.Xds.Metadata;

/// <summary>Symbolic ids become UUIDs, the same one wherever the id stands; ids that are UUIDs stay (TF-2 3.42.4.1.3.7).</summary>
public static class SymbolicIds
{
    public static bool IsUuid(string id) =>
        id.StartsWith("urn:uuid:", StringComparison.Ordinal) && Guid.TryParseExact(id.AsSpan(9), "D", out _);

    /// <summary>The submission with UUIDs alone. A lid that is not given becomes the object's own id.</summary>
    public static Submission Resolve(Submission submission, Func<Guid>? newId = null)
    {
        newId ??= Guid.NewGuid;
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        string Uuid(string id)
        {
            if (IsUuid(id))
                return id;
            if (!known.TryGetValue(id, out var uuid))
                known[id] = uuid = "urn:uuid:" + newId().ToString("D");
            return uuid;
        }

        string Lid(string? lid, string id) => lid is null || !IsUuid(lid) ? Uuid(id) : lid;

        return submission with
        {
            Set = submission.Set with { EntryUuid = Uuid(submission.Set.EntryUuid) },
            Entries = [.. submission.Entries.Select(e => e with
            {
                EntryUuid = Uuid(e.EntryUuid),
                LogicalId = Lid(e.LogicalId, e.EntryUuid)
            })],
            Folders = [.. submission.Folders.Select(f => f with
            {
                EntryUuid = Uuid(f.EntryUuid),
                LogicalId = Lid(f.LogicalId, f.EntryUuid)
            })],
            Associations = [.. submission.Associations.Select(a => a with
            {
                EntryUuid = Uuid(a.EntryUuid), LogicalId = Lid(a.LogicalId, a.EntryUuid), Source = Uuid(a.Source), Target = Uuid(a.Target),
            })],
        };
    }
}
