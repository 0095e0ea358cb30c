using HieImaging.Harness;
using HieImaging.Harness.Hostile;
using HieImaging.SystemTests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>Hostile key objects and envelopes, and mutations of good requests: refused by every door for the same reason, never a failure of the node.</summary>
[Collection(OnHostileGround.Name)]
public sealed class EnvelopeStories(HostileGround ground, ITestOutputHelper output)
{
    private const int Mutations = 200;

    private static readonly string[] Channels = ["dicom-kos", "rad-68-soap", "stow-rs", "multi"];

    [Fact]
    public Task Our_own_bad_key_objects_and_envelopes_are_refused_by_each_door_for_their_reason() => PlayAsync(OwnEnvelopes.Write(ground), 60);

    [Fact]
    public Task The_corpus_bad_key_objects_and_envelopes_are_refused_by_each_door_for_their_reason()
    {
        if (Checkout.Corpus is { } corpus && Path.Combine(corpus, "bad-inputs") is var folder && Directory.Exists(folder))
            return PlayAsync(folder, 150);
        output.WriteLine("The corpus is absent; our own inputs stand for it.");
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Mutations_of_good_requests_are_answered_and_what_is_refused_is_not_kept()
    {
        var run = new MutationRun(ground, Random.Shared.Next());
        var failures = new List<string>();
        foreach (var door in MutatedDoors.Of(ground))
            await run.PlayAsync(door, Mutations, line =>
            {
                output.WriteLine(line);
                if (line.StartsWith("FAILED", StringComparison.Ordinal))
                    failures.Add(line);
            }, CancellationToken.None);
        output.WriteLine(run.Verdict);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private async Task PlayAsync(string folder, int atLeast)
    {
        var run = new HostileRun(ground, BadInputFolder.Read(folder), HostileChannels.OfDocuments(ground), controlEvery: 4);
        var failures = new List<string>();
        await run.PlayAsync(failures.Add, input => Channels.Contains(input.Channel), all: false, CancellationToken.None);
        output.WriteLine(run.Verdict);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(run.Passed >= atLeast, run.Verdict);
    }
}
