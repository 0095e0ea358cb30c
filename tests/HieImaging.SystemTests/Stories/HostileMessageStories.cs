using HieImaging.Harness.Hostile;
using HieImaging.SystemTests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Stories;

/// <summary>Bad messages at the door of HL7 v2, ours and the corpus', and good ones gone wrong: each has its answer and nothing else.</summary>
[Collection(OnHostileGround.Name)]
public sealed class HostileMessageStories(HostileGround node, ITestOutputHelper output)
{
    [Fact]
    public Task Our_own_bad_messages_are_refused_each_for_its_reason() => PlayAsync(OwnMessages.Folder());

    [Fact]
    public Task The_corpus_bad_messages_are_refused_each_for_its_reason()
    {
        var folder = Checkout.Corpus is { } corpus ? Path.Combine(corpus, "bad-inputs") : null;
        if (folder is not null && File.Exists(Path.Combine(folder, "manifest.json")))
            return PlayAsync(BadInputFolder.Read(folder));
        output.WriteLine("There is no corpus here; our own bad messages stand for it.");
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Messages_gone_wrong_do_no_harm()
    {
        var failures = new List<string>();
        var run = new MllpMutationRun(node, Random.Shared.Next());
        await run.PlayAsync(200, line =>
        {
            output.WriteLine(line);
            if (line.StartsWith("FAILED", StringComparison.Ordinal))
                failures.Add(line);
        }, CancellationToken.None);
        output.WriteLine(run.Verdict);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private async Task PlayAsync(BadInputFolder folder)
    {
        var run = new HostileRun(node, folder, [new MllpChannel(node)], controlEvery: 4);
        var failures = new List<string>();
        await run.PlayAsync(failures.Add, input => input.Channel == "mllp", all: false, CancellationToken.None);
        output.WriteLine(run.Verdict);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(run.Passed > 25, run.Verdict);
    }
}
