namespace HieImaging.Xds.Metadata;

/// <summary>Symbolic ids become UUIDs, the same one wherever the id stands; ids that are UUIDs stay (ITI-42 3.42.4.1.3.7).</summary>
public static class SymbolicIds
{
    public static bool IsUuid(string id) => id.StartsWith("urn:uuid:", StringComparison.Ordinal) && Guid.TryParseExact(id.AsSpan(9), "D", out _);

    /// <summary>The submission with UUIDs alone. A lid that is not given becomes the object's own id.</summary>
    public static Submission Resolve(Submission submission, Func<Guid>? newId = null) => throw new NotImplementedException();
}
