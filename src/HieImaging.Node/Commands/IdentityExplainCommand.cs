using System.CommandLine;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Identity.Reviewing;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node identity explain A B</c>: why two source identities are one person, or are not. Exit 1 where one of them is not
/// known.</summary>
internal static class IdentityExplainCommand
{
    public static Command Create()
    {
        var a = new Argument<string>("A") { Description = "s-… or SYSTEM|VALUE." };
        var b = new Argument<string>("B") { Description = "s-… or SYSTEM|VALUE." };
        var asking = new Option<string>("--operator")
        {
            Description = "Who asks, for the audit.", DefaultValueFactory = _ => Environment.UserName,
        };
        var explain = new Command("explain", "The waterfall of two source identities: bits, cut, relation, vetoes, assertions, decisions.")
        {
            a, b, asking,
        };
        explain.SetAction((parsed, cancellation) => IdentityServices.RunAsync(async services =>
        {
            var one = IdentityServices.SourceOf(services, parsed.GetRequiredValue(a));
            var other = IdentityServices.SourceOf(services, parsed.GetRequiredValue(b));
            if (one is null || other is null || ReviewKey.Of(one, other, ReviewKind.Pair) is not { } key)
            {
                Console.Error.WriteLine(ReviewRefusal.NotAPair.Text);
                return 2;
            }
            var steward = Steward.AtCommandLine(parsed.GetRequiredValue(asking), Transaction.ExplainLink);
            if (await services.GetRequiredService<ExplainLinks>().RunAsync(steward, key, cancellation) is not { } explained)
            {
                Console.Error.WriteLine(ReviewRefusal.NotFound.Text);
                return 1;
            }
            Console.Write(ExplanationText.Of(explained));
            return 0;
        }, cancellation));
        return explain;
    }
}
