using HieImaging.Publisher.Keeping;
using Xunit;

namespace HieImaging.Tests.Publisher;

public sealed class PublishStateTests : IDisposable
{
    private static readonly StudyKey Key = new("1.2.3", "1.2.9", "P1");
    private static readonly PublishedDocument Document = new("1.2.3.9", "urn:uuid:1", "digest", "P1^^^&1.2.9&ISO");

    private static readonly PendingDocument Pending =
        new(Document, PublishingDoor.Rad68, DateTimeOffset.UnixEpoch, 3) { Content = [1, 2, 3], Replaces = "urn:uuid:0" };

    private readonly string _folder = Directory.CreateTempSubdirectory("hie-publisher-").FullName;

    private string StateFile => Path.Combine(_folder, "published.state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_kept_is_there_after_a_crash()
    {
        using (var state = PublishState.Open(StateFile))
        {
            state.Keep(new PublishedStudy { Key = Key, Pending = Pending });
            state.FinishFirstLoad();
        }
        using var again = PublishState.Open(StateFile);
        Assert.True(again.FirstLoadDone);
        var pending = again.Of(Key)!.Pending!;
        Assert.Equal((Document, PublishingDoor.Rad68, "urn:uuid:0", 3), (pending.Document, pending.Door, pending.Replaces, pending.Instances));
        Assert.Equal([1, 2, 3], pending.Content);
    }

    [Fact]
    public void The_last_line_of_a_study_counts_and_an_empty_one_forgets_it()
    {
        var other = Key with { PatientId = "P2" };
        using (var state = PublishState.Open(StateFile))
        {
            state.Keep(new PublishedStudy { Key = Key, Pending = Pending });
            state.Keep(new PublishedStudy { Key = Key, Current = Document });
            state.Keep(new PublishedStudy { Key = other, Current = Document }, new PublishedStudy { Key = other });
        }
        using var again = PublishState.Open(StateFile);
        Assert.Equal(Document, Assert.Single(again.Studies).Current);
    }

    [Fact]
    public void A_line_that_a_crash_cut_is_not_yet_true_wherever_it_was_cut()
    {
        using (var state = PublishState.Open(StateFile))
        {
            state.Keep(new PublishedStudy { Key = Key, Current = Document });
            state.Keep(new PublishedStudy { Key = Key, Current = Document, Pending = Pending });
        }
        var whole = File.ReadAllBytes(StateFile);
        var before = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        foreach (var cut in (int[])[before, before + 1, (before + whole.Length) / 2, whole.Length - 1])
        {
            File.WriteAllBytes(StateFile, whole[..cut]);
            using var again = PublishState.Open(StateFile);
            Assert.Null(again.Of(Key)!.Pending);
            Assert.Equal(Document, again.Of(Key)!.Current);
        }
    }

    [Fact]
    public void How_a_study_looked_is_remembered_until_nothing_of_it_is_published()
    {
        using (var state = PublishState.Open(StateFile))
        {
            state.Keep(new PublishedStudy { Key = Key, Current = Document, Withdrawing = true });
            state.Keep(new WatchedStudy(Key.Study, "look", "set", DateTimeOffset.UnixEpoch));
            state.Keep(new WatchedStudy("1.2.4", "look", "set", DateTimeOffset.UnixEpoch));
        }
        using (var again = PublishState.Open(StateFile))
        {
            Assert.True(Assert.Single(again.Under(Key.Study)).Withdrawing);
            Assert.Equal(["1.2.3", "1.2.4"], again.Watched.Keys.Order(StringComparer.Ordinal));
            again.Keep(new PublishedStudy { Key = Key });
            Assert.Equal(["1.2.4"], again.Watched.Keys);
        }
        using var last = PublishState.Open(StateFile);
        Assert.Equal(["1.2.4"], last.Watched.Keys);
        Assert.Empty(last.Under(Key.Study));
    }

    [Fact]
    public void A_file_that_says_the_same_again_and_again_does_not_grow_for_ever()
    {
        using (var state = PublishState.Open(StateFile))
        {
            state.Keep(new PublishedStudy { Key = Key, Current = Document });
            for (var times = 0; times < 30_000; times++)
                state.Keep(new WatchedStudy(Key.Study, "look", "set", DateTimeOffset.UnixEpoch.AddSeconds(times)));
        }
        Assert.InRange(new FileInfo(StateFile).Length, 1, 3 << 20);
        using var again = PublishState.Open(StateFile);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(29_999), again.Watched[Key.Study].ReadAt);
        Assert.Equal(Document, again.Of(Key)!.Current);
    }

    [Fact]
    public void Two_publishers_cannot_have_one_file()
    {
        using var first = PublishState.Open(StateFile);
        Assert.Throws<IOException>(() => PublishState.Open(StateFile));
    }
}
