using System.CommandLine;
using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity;

/// <summary>How a command's judgement is set up: <c>--population N --trusted SYSTEM… --untrusted --model FILE</c>.</summary>
internal sealed class JudgementOptions
{
    public Option<double> Population { get; } = new("--population")
    {
        Description = "identities in the exchange, for the full decision's cut", DefaultValueFactory = _ => 1_000_000,
    };

    public Option<string[]> Trusted { get; } = new("--trusted")
    {
        Description = "systems whose numbers are trusted, or columns of the file", AllowMultipleArgumentsPerToken = true,
    };

    public Option<bool> Untrusted { get; } = new("--untrusted")
    {
        Description = "no system is trusted that is not named: not the social security numbers either, as an exchange would",
    };

    /// <summary>Columns of social security numbers, by the names that FEBRL and others give them.</summary>
    public static IReadOnlyList<string> SocialSecurity { get; } = [SaidRecord.SystemOf("soc_sec_id"), SaidRecord.SystemOf("ssn")];

    public Option<string?> Model { get; } = new("--model") { Description = "a file of weights; else the one that is shipped" };

    /// <param name="parsed">What was said.</param>
    /// <param name="trusted">Columns or systems that are trusted where nothing else is said.</param>
    public Judgement Of(ParseResult parsed, params IEnumerable<string> trusted)
    {
        if (parsed.GetValue(Untrusted))
            trusted = [];
        var systems = (parsed.GetValue(Trusted) ?? []).SelectMany(system => new[] { system, SaidRecord.SystemOf(system) }).Concat(trusted);
        return new Judgement(parsed.GetValue(Model) is { } file ? MatchWeights.Load(file) : MatchWeights.Shipped, systems.ToHashSet(StringComparer.Ordinal), parsed.GetValue(Population));
    }
}
