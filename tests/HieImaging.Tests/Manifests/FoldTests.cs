using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Manifests;

public sealed class FoldTests(ITestOutputHelper output)
{
    [Fact]
    public void The_order_in_which_manifests_came_does_not_count()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var run = 0; run < 200; run++)
        {
            var live = Enumerable.Range(1, random.Next(1, 7)).Select(i => AnyLive(random, i)).ToArray();
            var first = Digest(live);
            for (var shuffle = 0; shuffle < 6; shuffle++)
            {
                random.Shuffle(live);
                Assert.Equal(first, Digest(live));
            }
        }
    }

    [Fact]
    public void Live_manifests_are_united()
    {
        var study = Unite(SomeManifest.Of("1.1", 1, "1.2.3.1.1"), SomeManifest.Of("1.2", 2, "1.2.3.1.1", "1.2.3.1.2"))!.Study;
        Assert.Equal(2, study.InstanceCount);
        Assert.Equal("as of day 2", study.Description);
    }

    [Fact]
    public void Of_two_of_one_date_the_greatest_SOP_UID_speaks()
    {
        var a = SomeManifest.Of("1.1", 1, "1.2.3.1.1");
        var b = SomeManifest.Of("1.2", 1, "1.2.3.1.1");
        b = b with { Study = b.Study with { Description = "second" } };
        Assert.Equal("second", Unite(b, a)!.Study.Description);
    }

    [Fact]
    public void What_the_latest_leaves_out_the_next_one_says()
    {
        var latest = SomeManifest.Of("1.2", 2, "1.2.3.1.1");
        latest = latest with { Study = latest.Study with { Description = null } };
        Assert.Equal("as of day 1", Unite(SomeManifest.Of("1.1", 1, "1.2.3.1.1"), latest)!.Study.Description);
    }

    [Fact]
    public void A_rejection_takes_its_instances_out_whenever_it_came() =>
        Assert.Equal(["1.2.3.1.2"], Instances(Unite(SomeManifest.Rejecting("1.3", 1, "1.2.3.1.1"), SomeManifest.Of("1.1", 2, "1.2.3.1.1", "1.2.3.1.2"))));

    [Fact]
    public void A_rejection_binds_only_its_own_custodian()
    {
        var united = Fold.Unite(
        [
            new LiveManifest(SomeManifest.Rejecting("1.3", 1, "1.2.3.1.1"), "south"),
            new LiveManifest(SomeManifest.Of("1.1", 2, "1.2.3.1.1"), "north"),
        ]);
        Assert.Equal(["1.2.3.1.1"], Instances(united));
    }

    [Fact]
    public void A_note_adds_nothing()
    {
        var note = SomeManifest.Of("1.9", 9, "1.2.3.1.7") with { Role = ManifestRole.Note };
        var study = Unite(SomeManifest.Of("1.1", 1, "1.2.3.1.1"), note)!.Study;
        Assert.Equal(1, study.InstanceCount);
        Assert.Equal("as of day 1", study.Description);
    }

    [Fact]
    public void Nothing_left_is_withdrawn()
    {
        Assert.Null(Unite());
        Assert.Null(Unite(SomeManifest.Of("1.1", 1, "1.2.3.1.1"), SomeManifest.Rejecting("1.3", 1, "1.2.3.1.1")));
        Assert.Null(Unite(SomeManifest.Of("1.9", 9, "1.2.3.1.7") with { Role = ManifestRole.Note }));
    }

    [Fact]
    public void Two_locations_are_two_ways_to_the_same_images()
    {
        var united = Unite(At(SomeManifest.Of("1.1", 1, "1.2.3.1.1", "1.2.3.1.2"), "1.2.7.1"), At(SomeManifest.Of("1.2", 2, "1.2.3.1.1"), "1.2.7.2"))!;
        Assert.Equal(["1.2.7.2", "1.2.7.1"], united.Study.Series[0].Locations.Select(location => location.Uid?.Text));
        Assert.Equal([("1.2.7.1", 2), ("1.2.7.2", 1)], united.Places.Select(place => (place.Location?.Text ?? "", place.Instances.Count)));
    }

    private static Manifest At(Manifest manifest, string location) => manifest with
    {
        Study = manifest.Study with { Series = [manifest.Study.Series[0] with { Locations = [new SeriesLocation(RetrieveLocationUid.Parse(location), null, null)] }] },
    };

    private static UnitedStudy? Unite(params Manifest[] manifests) => Fold.Unite(manifests.Select(manifest => new LiveManifest(manifest, "north")));

    private static string Digest(LiveManifest[] live) => Fold.Unite(live) is { } united ? ManifestDigest.Of(united) : "withdrawn";

    private static IEnumerable<string> Instances(UnitedStudy? united) =>
        united!.Study.Series.SelectMany(series => series.Instances).Select(instance => instance.Uid.Text);

    private static LiveManifest AnyLive(Random random, int index)
    {
        var instances = Enumerable.Range(1, 8).Where(_ => random.Next(2) == 0).Select(i => "1.2.3.1." + i).DefaultIfEmpty("1.2.3.1.9").ToArray();
        var manifest = SomeManifest.Of($"1.{random.Next(3)}.{index % 3}", random.Next(1, 4), instances);
        return new LiveManifest(manifest with { Role = (ManifestRole)random.Next(3) }, random.Next(4) == 0 ? "south" : "north");
    }
}
