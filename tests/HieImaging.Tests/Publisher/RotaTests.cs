using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Watching;
using Xunit;

namespace HieImaging.Tests.Publisher;

public sealed class RotaTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public void Half_of_the_time_passes_in_peace_and_then_the_longest_unread_come_first()
    {
        WatchedStudy[] studies = [Read("young", 11), Read("old", 14), Read("older", 20)];
        Assert.Equal(["older", "old"], Rota.Due(studies, Noon, TimeSpan.FromHours(12), Day).Select(study => study.Study));
        Assert.Equal(["older"], Rota.Due(studies, Noon, TimeSpan.Zero, Day).Select(study => study.Study));
    }

    /// <summary>An archive of any size, read in one go or bit by bit, in rounds of any length: nothing is ever unread for longer than promised.</summary>
    [Fact]
    public void No_list_of_instances_is_older_than_the_time_allowed_and_no_round_reads_much_more_than_its_share()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var every = TimeSpan.FromSeconds(random.Next(10, 900));
            var studies = Enumerable.Range(0, random.Next(1, 300))
                .Select(number => Read($"{number}", random.Next(2) == 0 ? 0 : random.NextDouble() * 12)).ToDictionary(study => study.Study);
            var most = (int)Math.Ceiling(studies.Count * (every * 1.1 / (Day / 2))) + 1;
            var (now, before) = (Noon, Noon);
            while (now < Noon + (3 * Day))
            {
                var due = Rota.Due(studies.Values, now, now - before, Day);
                Assert.True(due.Count <= most, $"seed {seed}: {due.Count} in one round");
                foreach (var study in due)
                    studies[study.Study] = study with { ReadAt = now };
                var oldest = now - studies.Values.Min(study => study.ReadAt);
                Assert.True(oldest <= Day, $"seed {seed}: {oldest} unread");
                (before, now) = (now, now + (every * (0.9 + (random.NextDouble() / 5))));
            }
        }
    }

    private static WatchedStudy Read(string study, double hoursAgo) => new(study, "look", "set", Noon.AddHours(-hoursAgo));
}
