namespace HieImaging.Manifests.KeyObjects;

/// <summary>The answer of <see cref="KeyObjectReader"/>.</summary>
public abstract record KeyObjectReading
{
    private KeyObjectReading()
    {
    }

    /// <summary>At least one manifest; the first is of the key object's own study where the evidence names it.</summary>
    public sealed record Manifests(IReadOnlyList<Manifest> Of) : KeyObjectReading;

    public sealed record Refused(ManifestRefusal Refusal) : KeyObjectReading;
}
