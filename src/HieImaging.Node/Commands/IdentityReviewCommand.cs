using System.CommandLine;
using System.Globalization;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Identity.Reviewing;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node identity review list|claim|release|decide|link|unlink|undo</c>: the functions of the operations on Patient, for an
/// operator whose name is recorded. Exit 1 when it is refused.</summary>
internal static class IdentityReviewCommand
{
    private static readonly Option<string> Name = new("--steward")
    {
        Description = "Who decides; recorded with each decision.", Required = true,
    };

    private static readonly Argument<string> A = new("A") { Description = "s-… or SYSTEM|VALUE." };
    private static readonly Argument<string> B = new("B") { Description = "s-… or SYSTEM|VALUE." };
    private static readonly Option<string> Kind = new("--kind")
    {
        Description = "pair, overlay or contradiction.", DefaultValueFactory = _ => "pair",
    };

    private static readonly Option<string> Reason = new("--reason") { Description = "Why, in at most 500 characters.", Required = true };

    public static Command Create() => new("review", "Doubtful pairs: which there are, and what stewards say of them.")
    {
        List(),
        OfPair("claim", "Holds an item for the steward.", Transaction.ReviewClaim, [Kind], (services, steward, key, _, cancellation) =>
            services.GetRequiredService<ReviewQueue>().ClaimAsync(steward, key, cancellation)),
        OfPair("release", "Gives an item back.", Transaction.ReviewRelease, [Kind], (services, steward, key, _, cancellation) =>
            services.GetRequiredService<ReviewQueue>().ReleaseAsync(steward, key, cancellation)),
        Decide(),
        Split(),
        Assertion("link", "Says that two are one person; two stewards must.", Transaction.StewardLink, ReviewChoice.Link),
        Assertion("unlink", "Says that two are not one person.", Transaction.StewardUnlink, ReviewChoice.NotTheSame),
        Assertion("undo", "Takes back what stewards said of two.", Transaction.StewardUndo, ReviewChoice.Undo),
    };

    private static Command List()
    {
        Option<string>[] words =
        [
            new("--state") { Description = "open (default), linked, refused, superseded or any." },
            new("--kind") { Description = "pair, overlay or contradiction." },
            new("--opened-before") { Description = "An instant." },
            new("--count") { Description = "At most so many, 20 where none is given." },
            new("--after") { Description = "What the page before ended with." },
        ];
        var list = new Command("list", "Items, the surest first: a, b, kind, state, bits, reason, since when, claimed by, voices.")
        {
            Name,
        };
        foreach (var word in words)
            list.Options.Add(word);
        list.SetAction((parsed, cancellation) => IdentityServices.RunAsync(async services =>
        {
            string[] names = ["state", "kind", "openedBefore", "count", "after"];
            if (ReviewFilter.Read(name => parsed.GetValue(words[Array.IndexOf(names, name)]), 1000, out var problem) is not { } filter)
            {
                Console.Error.WriteLine($"{problem!.Diagnostics} ({problem.Expression})");
                return 2;
            }
            var steward = Steward.AtCommandLine(parsed.GetRequiredValue(Name), Transaction.ReviewQueue);
            var page = await services.GetRequiredService<ReviewQueue>().ListAsync(steward, filter, cancellation);
            foreach (var item in page)
                Console.WriteLine(Line(item));
            if (page.Count == filter.Count)
                Console.WriteLine($"more: --after {ReviewPlace.Of(page[^1])}");
            return 0;
        }, cancellation));
        return list;
    }

    private static Command Decide()
    {
        var choice = new Argument<ReviewChoice>("DECISION")
        {
            Description = "link, not-the-same; of an overlay: correction, another-person; of a record alone: noted.",
            CustomParser = given => ReviewWords.Choice(given.Tokens[0].Value) ?? Unknown(given),
        };
        var decide = OfPair("decide", "Decides an item that the steward has claimed.", Transaction.ReviewDecide, [Kind, Reason],
            (services, steward, key, parsed, cancellation) => services.GetRequiredService<StewardDecisions>()
                .DecideAsync(steward, key, parsed.GetRequiredValue(choice), parsed.GetRequiredValue(Reason), cancellation));
        decide.Arguments.Add(choice);
        return decide;

        static ReviewChoice Unknown(System.CommandLine.Parsing.ArgumentResult given)
        {
            given.AddError("There is no such decision.");
            return default;
        }
    }

    private static Command Split()
    {
        var number = new Argument<long?>("DECISION") { Description = "Left out: which splits there were.", Arity = ArgumentArity.ZeroOrOne };
        var split = new Command("split", "Who saw what through a link that came to an end.") { number, Name };
        split.SetAction((parsed, cancellation) => IdentityServices.RunAsync(async services =>
        {
            var reports = services.GetRequiredService<SplitReports>();
            var steward = Steward.AtCommandLine(parsed.GetRequiredValue(Name), Transaction.SplitReport);
            if (parsed.GetValue(number) is not { } decision)
            {
                foreach (var one in await reports.ListAsync(steward, 100, cancellation))
                    Console.WriteLine($"{one.Decision}\t{Time(one.Since)}\t{Time(one.Until)}\t{string.Join(' ', one.One)}\tfrom {string.Join(' ', one.Other)}");
                return 0;
            }
            if (await reports.ReadAsync(steward, decision, cancellation) is not { } report)
            {
                Console.Error.WriteLine(ReviewRefusal.NoSplit.Text);
                return 1;
            }
            foreach (var seen in report.Seen)
                Console.WriteLine(string.Join('\t',
                    Time(seen.At), seen.Client, seen.Purpose, seen.Transaction, seen.Patient, seen.StudyInstanceUid, seen.Way));
            var more = report.IsWhole ? "" : "; there is more";
            Console.WriteLine($"{report.Seen.Count} seen through the link from {Time(report.Since)} to {Time(report.Until)}{more}.");
            return 0;
        }, cancellation));
        return split;
    }

    private static Command Assertion(string name, string description, Transaction transaction, ReviewChoice choice) =>
        OfPair(name, description, transaction, [Reason], (services, steward, key, parsed, cancellation) =>
            services.GetRequiredService<StewardDecisions>()
                .AssertAsync(steward, key, choice, parsed.GetRequiredValue(Reason), cancellation));

    private static Command OfPair(
        string name, string description, Transaction transaction, Option[] options,
        Func<IServiceProvider, Steward, ReviewKey, ParseResult, CancellationToken, Task<ReviewAnswer>> act)
    {
        var command = new Command(name, description) { A, B, Name };
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => IdentityServices.RunAsync(async services =>
        {
            var kind = ReviewKind.Pair;
            if (options.Contains(Kind) && !(Enum.TryParse(parsed.GetRequiredValue(Kind), true, out kind) && Enum.IsDefined(kind)))
            {
                Console.Error.WriteLine("There is no such kind.");
                return 2;
            }
            var a = IdentityServices.SourceOf(services, parsed.GetRequiredValue(A));
            var b = IdentityServices.SourceOf(services, parsed.GetRequiredValue(B));
            // an item of the queue may be of a record alone
            if (a is null || b is null || (options.Contains(Kind) ? ReviewKey.OfItem(a, b, kind) : ReviewKey.Of(a, b, kind)) is not { } key)
            {
                Console.Error.WriteLine(ReviewRefusal.NotAPair.Text);
                return 2;
            }
            var steward = Steward.AtCommandLine(parsed.GetRequiredValue(Name), transaction);
            return Tell(await act(services, steward, key, parsed, cancellation));
        }, cancellation));
        return command;
    }

    private static int Tell(ReviewAnswer answer)
    {
        switch (answer)
        {
            case ReviewAnswer.Refused refused:
                Console.Error.WriteLine(refused.Why.Text);
                return 1;
            case ReviewAnswer.Claimed claimed:
                Console.WriteLine($"{Line(claimed.Item)}\tuntil {claimed.Until.UtcDateTime:s}Z");
                return 0;
            case ReviewAnswer.Done done:
                Console.WriteLine(Line(done.Item) + (done.IsWaiting ? "\twaits" : "\tdecided"));
                return 0;
            default:
                throw new InvalidOperationException("The set of answers is closed.");
        }
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";

    private static string Line(ReviewItem item) => string.Create(CultureInfo.InvariantCulture,
        $"{item.Low}\t{item.High}\t{item.Kind}\t{item.State}\t{item.Bits:0.00}\t{item.Reason}\tsince {item.OpenedAt.UtcDateTime:s}Z\t")
        + $"{item.ClaimedBy ?? "-"}\t"
        + string.Join(", ", item.Votes.Select(vote => $"{vote.Steward} {ReviewWords.Word(vote.Choice)}"));
}
