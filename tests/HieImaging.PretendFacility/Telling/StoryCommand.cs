using System.CommandLine;

namespace HieImaging.PretendFacility.Telling;

/// <summary><c>pretend-facility story …</c>: tells the demo's story against a running node and archives; exit code 1 when anything was not as it should be.</summary>
public static class StoryCommand
{
    public static Command Create()
    {
        var node = new Option<string>("--node") { Required = true };
        var hospitals = new Option<string[]>("--hospital") { Required = true, Description = "id=DICOMweb root, in the order of the domain file" };
        var keys = new Option<string>("--keys") { Required = true };
        var state = new Option<string>("--state") { Required = true };
        var publisher = new Option<string>("--publisher") { Required = true, Description = "the built hie-publisher.dll" };
        var program = new Option<string>("--node-program") { Required = true, Description = "the built hie-node.dll" };
        var phantoms = new Option<bool>("--phantoms") { Description = "the archives hold the phantom studies" };
        var command = new Command("story", "tells the demo's story against a running node") { node, hospitals, keys, state, publisher, program, phantoms };
        command.SetAction(async (parsed, cancellation) =>
        {
            var teller = new Teller(Console.Out);
            var options = new StoryOptions
            {
                Node = new Uri(parsed.GetValue(node)!.TrimEnd('/') + "/"), Hospitals = parsed.GetValue(hospitals)!, Keys = parsed.GetValue(keys)!,
                State = parsed.GetValue(state)!, Publisher = parsed.GetValue(publisher)!, NodeProgram = parsed.GetValue(program)!, Phantoms = parsed.GetValue(phantoms),
            };
            try
            {
                using var http = new HttpClient { BaseAddress = options.Node, Timeout = TimeSpan.FromMinutes(5) };
                await new DemoStory(options, teller, http).TellAsync(cancellation);
            }
            catch (HttpRequestException unanswered)
            {
                teller.Expect(false, unanswered.Message);
            }
            Console.WriteLine(teller.Failures == 0 ? "\nEverything came out as it should." : $"\n{teller.Failures} things did not come out as they should.");
            return teller.Failures == 0 ? 0 : 1;
        });
        return command;
    }
}
