using System.ComponentModel.DataAnnotations;
using HieImaging.Manifests.KeyObjects;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Registry.Submitting;

/// <summary>How much of what is submitted is taken (<c>Registry:Submitting</c>); all counted while it is read.</summary>
internal sealed record SubmittingOptions
{
    /// <summary>Bytes of a key object, as it came and after inflating.</summary>
    [Range(64 * 1024, 256 * 1024 * 1024)] public int KeyObjectBytes { get; init; } = ManifestBounds.Default.Bytes;

    /// <summary>Sequences within sequences of a key object.</summary>
    [Range(8, 256)] public int Depth { get; init; } = ManifestBounds.Default.Depth;

    /// <summary>References of one key object, duplicates counted.</summary>
    [Range(1_000, 1_000_000)] public int References { get; init; } = ManifestBounds.Default.References;

    /// <summary>Studies of one key object.</summary>
    [Range(1, 256)] public int Studies { get; init; } = ManifestBounds.Default.Studies;

    /// <summary>Parts of a STOW-RS request.</summary>
    [Range(1, 10_000)] public int Parts { get; init; } = 64;

    /// <summary>Bytes of all parts of a STOW-RS request together: they are held until the last has come.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)] public int PartsBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Parts of a bulk intake.</summary>
    [Range(1, 100_000)] public int BulkParts { get; init; } = 500;

    /// <summary>Bytes of one part's headers.</summary>
    [Range(1_024, 64 * 1024)] public int PartHeaderBytes { get; init; } = 16 * 1024;

    /// <summary>Documents that speak of one study at the same time: each change folds all of them anew.</summary>
    [Range(1, 10_000)] public int ManifestsOfStudy { get; init; } = 200;

    /// <summary>References of all of them together.</summary>
    [Range(1_000, 10_000_000)] public int ReferencesOfStudy { get; init; } = 200_000;

    public ManifestBounds KeyObject => new() { Bytes = KeyObjectBytes, Depth = Depth, References = References, Studies = Studies };

    public static void Register(IServiceCollection services) => services
        .AddOptions<SubmittingOptions>().BindConfiguration("Registry:Submitting").ValidateDataAnnotations().ValidateOnStart();
}
