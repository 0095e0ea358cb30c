using System.Diagnostics;
using System.Globalization;
using HieImaging.Harness.Faulting.Working;
using HieImaging.PretendFacility.Misbehaving;
using HieImaging.PretendFacility.Proxying;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// One archive goes wrong. A retrieval from it ends in an error within 40 s and never as a short study that looks whole; it is soon left alone
/// where it fails; what others read takes no longer. Counted from when it is well until a study comes whole again.
/// </summary>
/// <param name="mayBeWhole">All instances come, only not as they should.</param>
/// <param name="pauses">It is told by its answer alone that it is ill, so that the breaker opens.</param>
internal sealed class ArchiveTrouble(
    string id, string name, Action<MisbehavingArchive, TcpProxy> breaks, bool mayBeWhole, bool pauses) : Fault(id, name, TimeSpan.FromSeconds(20))
{
    private const int Attempts = 8, FailuresBeforePause = 5;
    private const double Slower = 1.2;

    private static readonly TimeSpan Looked = TimeSpan.FromSeconds(10), Patience = TimeSpan.FromSeconds(40), Noise = TimeSpan.FromMilliseconds(60);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var (hospital, archive) = site.Sites[random.Next(site.Sites.Count)];
        var network = site.NetworkTo(archive);
        using var http = new HttpClient { BaseAddress = site.Address, Timeout = Patience };
        using var wish = await site.Work.RetrievalAsync(hospital);
        var whole = await Deadline.Until("the study comes whole", () => Retrieval.TryWholeAsync(http, wish));
        var others = hospital.Id;
        var calm = pauses ? await OthersAsync(site, others, Looked, cancellation) : null;

        var (asked, opened) = (archive.Requests, network.Connections);
        var troubled = Stopwatch.GetTimestamp();
        breaks(archive, network);
        List<Retrieval> ended = [];
        TimeSpan? slowed;
        try
        {
            var attempts = Enumerable.Range(0, Attempts).Select(_ => Retrieval.MakeAsync(http, wish)).ToList();
            slowed = pauses ? await OthersAsync(site, others, Looked, cancellation) : null;
            ended.AddRange(await Task.WhenAll(attempts));
            if (pauses)
                ended.AddRange([await Retrieval.MakeAsync(http, wish), await Retrieval.MakeAsync(http, wish)]);
        }
        finally
        {
            archive.Fault = ArchiveFault.None;
            network.Heal();
        }

        if (ended.FirstOrDefault(one => one is { Status: 200, Ended: true } && !(mayBeWhole && one.Parts == whole.Parts)) is { } lie)
            throw new FaultMissedException($"A retrieval ended cleanly with {lie.Parts} parts of {whole.Parts}.");
        if (ended.FirstOrDefault(one => one.Status is not (0 or 200 or 503)) is { } other)
            throw new FaultMissedException($"A retrieval was answered {other.Status}.");
        if (!mayBeWhole && pauses && ended[^1] is not { Status: 503 } and var late)
            throw new FaultMissedException($"After {ended.Count} failures the archive is asked still: {late}.");
        if (pauses && ended[^1].Took > TimeSpan.FromSeconds(2))
            throw new FaultMissedException($"After {ended.Count} failures a caller waited {ended[^1].Took} still.");
        if (calm is { } before && slowed is { } meanwhile && meanwhile > before * Slower + Noise)
            throw new FaultMissedException($"The p99 of others' reads went from {before.TotalMilliseconds:0} to {meanwhile.TotalMilliseconds:0} ms.");
        if (!pauses && archive.Requests == asked)
            throw new FaultMissedException("The archive was not asked.");
        var healed = Stopwatch.GetTimestamp();
        await Deadline.Until("the study comes whole again", () => Retrieval.TryWholeAsync(http, wish), Patience);
        return new Inflicted(string.Create(CultureInfo.InvariantCulture,
            $"{hospital.Id}: asked {archive.Requests - asked} times on {network.Connections - opened} connections in {Stopwatch.GetElapsedTime(troubled, healed).TotalSeconds:0.0} s; {Said(ended)}{(calm is null ? "" : $"; p99 of others' reads {calm.Value.TotalMilliseconds:0} ms before, {slowed!.Value.TotalMilliseconds:0} ms meanwhile, ratio {slowed / calm:0.00}")}"),
            Stopwatch.GetElapsedTime(healed));
    }

    private static string Said(IEnumerable<Retrieval> ended) => string.Join(", ", ended
        .GroupBy(one => one.Status == 0 ? "broken off" : one.Status == 200 ? one.Ended ? "200 whole" : "200 broken off" : one.Status.ToString(CultureInfo.InvariantCulture))
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} × {group.Key} within {group.Max(one => one.Took).TotalSeconds:0.0} s")));

    /// <summary>p99 of the reads that have nothing to do with the hospital.</summary>
    private static async Task<TimeSpan?> OthersAsync(FaultSite site, string but, TimeSpan length, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(length, cancellation);
        var took = site.Work.ReadsSince(began).Where(read => read.Hospital != but && read.Answered).Select(read => read.Took).Order().ToList();
        return took.Count < 50 ? null : took[(int)(took.Count * 0.99)];
    }
}
