using System.CommandLine;
using HieImaging.Publisher.Publishing;

namespace HieImaging.Publisher.Commands;

/// <summary>
/// <c>hie-publisher publish</c>: exit 0 when everything is published, 1 when something was refused, 2 when it could not begin.
/// </summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var source = new SourceArguments();
        var keepGoing = new Option<bool>("--keep-going") { Description = "Exit 0 although studies were refused." };
        var command = new Command(
            "publish",
            "Publishes an archive's studies as XDS-I.b manifests: the first load in bulk, changes by RAD-68.") { keepGoing };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            PublishOptions options;
            try
            {
                options = source.Read(parsed) with { KeepGoing = parsed.GetValue(keepGoing) };
            }
            catch (FormatException wrong)
            {
                await Console.Error.WriteLineAsync("hie-publisher: " + wrong.Message);
                return 2;
            }
            return await PublishOnce.RunAsync(options, Console.Out, Console.Error, TimeProvider.System, cancellation);
        });
        return command;
    }
}
