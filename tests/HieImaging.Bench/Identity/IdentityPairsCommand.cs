using System.CommandLine;
using System.Globalization;
using HieImaging.Identity.Matching;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Bench.Identity;

/// <summary><c>identity-pairs FILE.json [--population N] [--trusted SYSTEM…]</c>: a line a pair, by the full decision: id, answer, score, bits by field.</summary>
internal static class IdentityPairsCommand
{
    // The number that the example domain trusts, under the two names that FHIR has for it.
    private static readonly string[] UsuallyTrusted = [PretendDomain.TrustedIdentifier, "http://hl7.org/fhir/sid/us-ssn"];

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "array of { id, a: {…}, b: {…} }" };
        var options = new JudgementOptions();
        var command = new Command("identity-pairs", "what the product decides of pairs of records, a line a pair") { file, options.Population, options.Trusted, options.Untrusted, options.Model };
        command.SetAction(parsed => Refusals.Said(() => Run(parsed.GetValue(file)!, options.Of(parsed, UsuallyTrusted))));
        return command;
    }

    private static int Run(string file, Judgement judgement)
    {
        foreach (var (id, a, b) in PairFile.Read(File.ReadAllText(file)))
            Console.WriteLine(Line(id, judgement.Decide(Comparable.Of(a), Comparable.Of(b))));
        return 0;
    }

    /// <summary><c>id link|review|no-link score bits-by-field</c>; an id keeps no blanks, the fields follow with blanks between them.</summary>
    public static string Line(string id, MatchDecision decision)
    {
        var answer = Judgement.AnswerOf(decision) switch { Answer.Link => "link", Answer.Review => "review", _ => "no-link" };
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join('_', id.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))} {answer} {decision.Bits:0.0} {Judgement.ByField(decision.ByField)}").TrimEnd();
    }
}
