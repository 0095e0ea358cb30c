namespace HieImaging.Manifests.KeyObjects;

/// <summary>The answer of <see cref="KeyObjectReader"/>.</summary>
public abstract record KeyObjectReading
{
    private KeyObjectReading()
    {
    }

    /// <summary>As the data set says, which is what is registered; null where it cannot be read, or says nothing well-formed.</summary>
    public string? SopClassUid { get; init; }

    /// <summary>As <see cref="SopClassUid"/>.</summary>
    public string? SopInstanceUid { get; init; }

    /// <summary>At least one manifest; the first is of the key object's own study where the evidence names it.</summary>
    public sealed record Manifests(IReadOnlyList<Manifest> Of) : KeyObjectReading;

    public sealed record Refused(ManifestRefusal Refusal) : KeyObjectReading;
}
