using System.ComponentModel.DataAnnotations;

namespace HieImaging.Node.Shedding;

/// <summary>How much is worked on at once (<c>Overload:…</c>), in one process; what is more waits a moment, and then is refused.</summary>
internal sealed record OverloadOptions : IValidatableObject
{
    public const string Section = "Overload";

    /// <summary>Together with <see cref="Reads"/> not much above the pool's connections: more at once would only wait there.</summary>
    [Range(1, 10_000)] public int Writes { get; init; } = 16;

    [Range(1, 10_000)] public int Reads { get; init; } = 32;

    /// <summary>They hold a connection to an archive, and no memory but what <c>Broker:Metadata</c> bounds.</summary>
    [Range(1, 10_000)] public int Retrievals { get; init; } = 256;

    [Range(1, 10_000)] public int Tokens { get; init; } = 16;

    /// <summary>Of each class; the next is refused at once.</summary>
    [Range(0, 100_000)] public int Waiting { get; init; } = 128;

    public TimeSpan WaitAtMost { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Of each class's places, working and waiting, that one client may have: the others find a turn whatever it does.</summary>
    [Range(0.01, 1)] public double OfOneClient { get; init; } = 0.75;

    /// <summary>Bytes of request bodies that are held at once, beyond the first MiB of each.</summary>
    [Range(1 << 20, long.MaxValue)] public long BodyBytes { get; init; } = 256L << 20;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (WaitAtMost <= TimeSpan.Zero || WaitAtMost > TimeSpan.FromMinutes(1))
            yield return new ValidationResult("Overload:WaitAtMost is above 0 and at most a minute.");
    }

    public int PlacesOf(WorkClass work) => work switch
    {
        WorkClass.Writes => Writes,
        WorkClass.Reads => Reads,
        WorkClass.Retrievals => Retrievals,
        _ => Tokens,
    };
}
