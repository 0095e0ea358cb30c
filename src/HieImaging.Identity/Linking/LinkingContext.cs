using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using Microsoft.Extensions.Options;

namespace HieImaging.Identity.Linking;

/// <summary>What linking needs beside the transaction that it runs in. One for a process.</summary>
public sealed class LinkingContext
{
    private readonly CurrentDomain _domain;

    /// <param name="ids">How ids are made.</param>
    /// <param name="domain">Whose numbers are trusted.</param>
    /// <param name="options">The population, the model, the bounds.</param>
    /// <exception cref="InvalidDataException">The model file is none.</exception>
    public LinkingContext(ResourceIds ids, CurrentDomain domain, IOptions<MatchingOptions> options)
    {
        (Ids, _domain, Options) = (ids, domain, options.Value);
        Weights = Options.Model is { Length: > 0 } path ? MatchWeights.Load(path) : MatchWeights.Shipped;
    }

    /// <summary>How ids are made.</summary>
    public ResourceIds Ids { get; }

    /// <summary>The population, the bounds.</summary>
    public MatchingOptions Options { get; }

    internal MatchWeights Weights { get; }

    /// <summary>Systems whose numbers are trusted to be one person's (the domain file's <c>trustedIdentifiers</c>).</summary>
    public IReadOnlySet<string> Trusted => _domain.Now.File.TrustedIdentifiers.ToHashSet(StringComparer.Ordinal);

    /// <summary>The full decision of two records, as this node takes it.</summary>
    internal Func<Comparable, Comparable, MatchDecision> Decide()
    {
        var trusted = Trusted;
        return (a, b) => MatchDecision.Of(Weights, trusted, Options.Population, a, b);
    }

    /// <summary>The same; null, for the most part, where it would neither link nor ask anybody.</summary>
    internal Func<Comparable, Comparable, MatchDecision?> DecideWorthKeeping()
    {
        var trusted = Trusted;
        return (a, b) => MatchDecision.OfWorthKeeping(Weights, trusted, Options.Population, a, b);
    }
}
