using HieImaging.Harness.Hostile;
using HieImaging.Harness;
using HieImaging.SystemTests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>Bad inputs, ours and the corpus', at the doors of HTTP: each refused for its own reason, told in the audit trail, and nothing of it kept, called or logged.</summary>
[Collection(OnHostileGround.Name)]
public sealed class HostileStories(HostileGround node, ITestOutputHelper output)
{
    // Long runs: Bench bad-inputs.
    private static readonly string[] Slow = ["stream-slow-drip", "stream-json-array", "jwt-revoked-client", "jwt-rsa-512"];

    [Fact]
    public Task Our_own_bad_inputs_are_refused_each_for_its_reason() => PlayAsync(OwnBadInputs.Folder());

    [Fact]
    public Task The_corpus_bad_inputs_are_refused_each_for_its_reason()
    {
        var folder = Checkout.Corpus is { } corpus ? Path.Combine(corpus, "bad-inputs") : null;
        if (folder is not null && File.Exists(Path.Combine(folder, "manifest.json")))
            return PlayAsync(BadInputFolder.Read(folder));
        output.WriteLine("There is no corpus here; our own bad inputs stand for it.");
        return Task.CompletedTask;
    }

    private async Task PlayAsync(BadInputFolder folder)
    {
        var channels = HostileChannels.OverHttp(node, samples: 3);
        var run = new HostileRun(node, folder, channels, controlEvery: 8);
        var failures = new List<string>();

        await run.PlayAsync(failures.Add, input => channels.Any(channel => channel.Serves == input.Channel) && !Slow.Contains(input.Id), all: false, CancellationToken.None);

        output.WriteLine(run.Verdict);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(run.Passed > 60, run.Verdict);
    }
}
