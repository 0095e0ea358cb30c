using System.CommandLine;
using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity;

/// <summary>How a command's judgement is set up: <c>--population N --trusted SYSTEM… --model FILE</c>.</summary>
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

    public Option<string?> Model { get; } = new("--model") { Description = "a file of weights; else the one that is shipped" };

    public Judgement Of(ParseResult parsed, params IEnumerable<string> trusted)
    {
        var systems = (parsed.GetValue(Trusted) ?? []).SelectMany(system => new[] { system, SaidRecord.SystemOf(system) }).Concat(trusted);
        return new Judgement(parsed.GetValue(Model) is { } file ? MatchWeights.Load(file) : MatchWeights.Shipped, systems.ToHashSet(StringComparer.Ordinal), parsed.GetValue(Population));
    }
}
