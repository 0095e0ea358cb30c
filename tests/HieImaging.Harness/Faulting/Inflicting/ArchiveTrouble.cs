using System.Diagnostics;
using System.Globalization;
using HieImaging.Harness.Faulting.Working;
using HieImaging.PretendFacility.Misbehaving;
using HieImaging.PretendFacility.Proxying;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// One archive goes wrong. A retrieval from it ends in an error within 40 s and never as a short study that looks whole; it is soon left alone
/// where it fails; what others read takes no longer: where it did, twice more is looked, and the median counts, for a machine has bursts of its own.
/// Counted from when it is well until a study comes whole again.
/// </summary>
/// <param name="mayBeWhole">All instances come, only not as they should.</param>
/// <param name="pauses">It is told by its answer alone that it is ill, so that the breaker opens.</param>
internal sealed class ArchiveTrouble(
    string id, string name, Action<MisbehavingArchive, TcpProxy> breaks, bool mayBeWhole, bool pauses) : Fault(id, name, TimeSpan.FromSeconds(20))
{
    private const int Attempts = 8, Rounds = 3;
    private const double Slower = 1.2;

    private static readonly TimeSpan Looked = TimeSpan.FromSeconds(10), Patience = TimeSpan.FromSeconds(40), Noise = TimeSpan.FromMilliseconds(60);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var (hospital, archive) = site.Sites[random.Next(site.Sites.Count)];
        var network = site.NetworkTo(archive);
        using var http = new HttpClient { BaseAddress = site.Address, Timeout = Patience };
        using var wish = await site.Work.RetrievalAsync(hospital);
        var whole = await Deadline.Until("the study comes whole", () => Retrieval.TryWholeAsync(http, wish));

        var (asked, opened) = (archive.Requests, network.Connections);
        List<Retrieval> ended = [];
        List<Slowing> rounds = [];
        var troubled = 0L;
        try
        {
            for (var round = 0; round == 0 || (round < Rounds && rounds is [{ IsTooMuch: true }, ..]); round++)
            {
                if (round > 0)
                    await MendAsync();
                var calm = pauses ? await OthersAsync(site, hospital.Id, cancellation) : null;
                troubled = Stopwatch.GetTimestamp();
                breaks(archive, network);
                var attempts = Enumerable.Range(0, Attempts).Select(_ => Retrieval.MakeAsync(http, wish)).ToList();
                var slowed = pauses ? await OthersAsync(site, hospital.Id, cancellation) : null;
                ended.AddRange(await Task.WhenAll(attempts));
                if (calm is { } before && slowed is { } meanwhile)
                    rounds.Add(new Slowing(before, meanwhile));
            }
            if (pauses)
                ended.AddRange([await Retrieval.MakeAsync(http, wish), await Retrieval.MakeAsync(http, wish)]);
        }
        finally
        {
            Heal();
        }

        if (ended.FirstOrDefault(one => one is { Status: 200, Ended: true } && !(mayBeWhole && one.Parts == whole.Parts)) is { } lie)
            throw new FaultMissedException($"A retrieval ended cleanly with {lie.Parts} parts of {whole.Parts}.");
        if (ended.FirstOrDefault(one => one.Status is not (0 or 200 or 503)) is { } other)
            throw new FaultMissedException($"A retrieval was answered {other.Status}.");
        if (!mayBeWhole && pauses && ended[^1] is not { Status: 503 } and var late)
            throw new FaultMissedException($"After {ended.Count} failures the archive is asked still: {late}.");
        if (pauses && ended[^1].Took > TimeSpan.FromSeconds(2))
            throw new FaultMissedException($"After {ended.Count} failures a caller waited {ended[^1].Took} still.");
        if (rounds.OrderBy(round => round.Ratio).ElementAtOrDefault(rounds.Count / 2) is { IsTooMuch: true })
            throw new FaultMissedException($"The p99 of others' reads went {string.Join(", ", rounds)}.");
        if (!pauses && archive.Requests == asked)
            throw new FaultMissedException("The archive was not asked.");
        var healed = Stopwatch.GetTimestamp();
        await MendAsync();
        return new Inflicted(string.Create(CultureInfo.InvariantCulture,
            $"{hospital.Id}: asked {archive.Requests - asked} times on {network.Connections - opened} connections in {Stopwatch.GetElapsedTime(troubled, healed).TotalSeconds:0.0} s; {Said(ended)}{(rounds.Count == 0 ? "" : $"; p99 of others' reads {string.Join(", ", rounds)}")}"),
            Stopwatch.GetElapsedTime(healed));

        void Heal()
        {
            archive.Fault = ArchiveFault.None;
            network.Heal();
        }

        Task MendAsync()
        {
            Heal();
            return Deadline.Until("the study comes whole again", () => Retrieval.TryWholeAsync(http, wish), Patience);
        }
    }

    private static string Said(IEnumerable<Retrieval> ended) => string.Join(", ", ended
        .GroupBy(one => one.Status == 0 ? "broken off" : one.Status == 200 ? one.Ended ? "200 whole" : "200 broken off" : one.Status.ToString(CultureInfo.InvariantCulture))
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} × {group.Key} within {group.Max(one => one.Took).TotalSeconds:0.0} s")));

    /// <summary>p99 of the reads that have nothing to do with the hospital.</summary>
    private static async Task<TimeSpan?> OthersAsync(FaultSite site, string but, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(Looked, cancellation);
        var took = site.Work.ReadsSince(began).Where(read => read.Hospital != but && read.Answered).Select(read => read.Took).Order().ToList();
        return took.Count < 50 ? null : took[(int)(took.Count * 0.99)];
    }

    /// <summary>The p99 of others' reads while the archive was well, and while it was not.</summary>
    private readonly record struct Slowing(TimeSpan Calm, TimeSpan Troubled)
    {
        public double Ratio => Troubled / Calm;

        public bool IsTooMuch => Troubled > Calm * Slower + Noise;

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{Calm.TotalMilliseconds:0} → {Troubled.TotalMilliseconds:0} ms (ratio {Ratio:0.00})");
    }
}
