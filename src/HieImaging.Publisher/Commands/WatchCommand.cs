using System.CommandLine;
using System.Globalization;
using HieImaging.Publisher.Managing;
using HieImaging.Publisher.Publishing;
using HieImaging.Publisher.Watching;

namespace HieImaging.Publisher.Commands;

/// <summary><c>hie-publisher watch</c>: until it is stopped (exit 0); 2 when it could not begin, or cannot write its state.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var usual = new WatchOptions();
        var source = new SourceArguments();
        var every = Span("--every", usual.Every, "Between two looks at the archive's list.");
        var quiet = Span("--quiet-for", usual.QuietFor, "A study is published once the list says the same of it for so long.");
        var hold = Span("--hold-at-most", usual.HoldAtMost, "A study that never falls quiet is published after so long.");
        var reread = Span("--reread-within", usual.RereadWithin, "Each list of instances is read again within this time.");
        var patience = Span("--patience", usual.Patience, "A peer that is away is asked again for so long before the round is given up.");
        var rounds = new Option<int>("--missing-rounds")
        {
            DefaultValueFactory = _ => usual.MissingRounds,
            Description = "Rounds that a study must be missing before the archive is asked for it."
        };
        var vanish = new Option<int>("--vanish-at-most")
        {
            DefaultValueFactory = _ => usual.VanishAtMost,
            Description = "Where more studies are gone at once, none is withdrawn."
        };
        var unlimited = new Option<bool>("--vanish-without-limit")
        {
            Description = "Somebody has looked: all that are gone are withdrawn."
        };
        var management = new Option<string>("--management")
        {
            DefaultValueFactory = _ => "http://127.0.0.1:8091",
            Description = "Health and metrics; port 0: any free one."
        };
        var command = new Command(
            "watch", "Follows an archive and keeps the exchange in step: new, changed and vanished studies.")
        {
            every, quiet, hold, reread, patience, rounds, vanish, unlimited, management,
        };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            PublishOptions options;
            WatchOptions watch;
            try
            {
                options = source.Read(parsed);
                watch = new WatchOptions
                {
                    Every = SpanOf(parsed.GetRequiredValue(every)),
                    QuietFor = SpanOf(parsed.GetRequiredValue(quiet)),
                    HoldAtMost = SpanOf(parsed.GetRequiredValue(hold)),
                    RereadWithin = SpanOf(parsed.GetRequiredValue(reread)),
                    Patience = SpanOf(parsed.GetRequiredValue(patience)),
                    MissingRounds = parsed.GetValue(rounds),
                    VanishAtMost = parsed.GetValue(vanish),
                    VanishWithoutLimit = parsed.GetValue(unlimited),
                };
                if (watch.Refusal is { } refusal)
                    throw new FormatException(refusal);
            }
            catch (FormatException wrong)
            {
                await Console.Error.WriteLineAsync("hie-publisher: " + wrong.Message);
                return 2;
            }
            return await WatchRun.RunAsync(
                options, watch, parsed.GetRequiredValue(management), Console.Error, TimeProvider.System, cancellation);
        });
        return command;
    }

    private static Option<string> Span(string name, TimeSpan usual, string description) => new(name)
    {
        DefaultValueFactory = _ => usual.ToString("c", CultureInfo.InvariantCulture),
        Description = description + " [d.]hh:mm:ss."
    };

    private static TimeSpan SpanOf(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && text.Contains(':', StringComparison.Ordinal)
        ? span
        : throw new FormatException($"{text} is no time span as 00:01:00.");
}
