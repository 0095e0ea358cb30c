using System.Text;
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

    [Fact]
    public async Task Of_a_body_that_is_cut_off_nothing_is_stored_and_the_trail_tells_of_it()
    {
        var (first, second) = (ground.FreshUid(), ground.FreshUid());
        var body = KeyObjects.Parts(Good(first), Good(second))[..^20];
        var before = await RefusalsAsync("RAD-108");
        var answer = await ground.SendAsync(KeyObjects.Post("dicomweb/studies", body, KeyObjects.ContentType), ground.A.Pacs, CancellationToken.None);
        Assert.Equal(400, answer.Status);
        Assert.Equal(0, await ground.AskStoreAsync<long>($"select count(*) from record_locator.registered_study where study_uid in ('{first}', '{second}')"));
        Assert.Equal(before + 1, await RefusalsAsync("RAD-108"));
    }

    [Fact]
    public async Task Stow_names_the_object_that_it_registered_not_the_one_of_the_file_meta_information()
    {
        var study = ground.FreshUid();
        var bytes = Good(study);
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(study + ".9"));
        Encoding.ASCII.GetBytes("3").CopyTo(bytes, at + (study + ".9").Length - 1);          // the first is that of the meta information
        var answer = await KeyObjectsByStow.SendAsync(ground, ground.A, bytes, CancellationToken.None);
        Assert.Equal(200, answer.Status);
        Assert.Contains($"\"{study}.9\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{study}.3\"", answer.Text, StringComparison.Ordinal);
    }

    private byte[] Good(string study) => KeyObjects.Good(ground.A, HostileExchange.NumberOfA, study);

    private Task<long> RefusalsAsync(string transaction) => ground.AskStoreAsync<long>(
        $"select count(*) from trust.audit_record where outcome = 4 and client = '{ground.A.Pacs}' and transaction = '{transaction}'");

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
