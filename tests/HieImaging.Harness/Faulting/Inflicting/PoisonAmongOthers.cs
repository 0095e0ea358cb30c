using System.Diagnostics;
using System.Globalization;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// Messages that their consumer can never take, among many: each is a dead letter with its reason, the others take no longer than without
/// them, and a replay repairs all once the reason is mended.
/// </summary>
internal sealed class PoisonAmongOthers(string id, int poison, int others) : Fault(id, $"{poison} poison messages among {others}", TimeSpan.FromSeconds(30))
{
    private const int Unreadable = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        await using var facts = await SaidFacts.BeginAsync(site, "raise exception using errcode = 'P0001', message = 'poison'");
        var alone = await TakeAsync(facts, 0);
        var among = await TakeAsync(facts, poison);
        await Deadline.Until("every poison message is a dead letter", async () => await facts.DeadAsync() == Expected, Patience);
        var consumed = await facts.ConsumedAsync(marked: true);
        if (consumed > 0)
            throw new FaultMissedException($"{consumed} poison messages were consumed.");

        await facts.MendAsync();
        var mended = Stopwatch.GetTimestamp();
        var said = await ReplayAsync(site);
        await Deadline.Until("what was replayed is consumed", async () =>
        {
            // A copy that was on its way in the broker since before the mending fails once more, and who operates replays once more.
            if (await facts.DeadAsync() is not "none")
                said += ", then " + await ReplayAsync(site);
            return await facts.ConsumedAsync(marked: true) == poison;
        }, Patience);
        var repaired = Stopwatch.GetElapsedTime(mended);
        if (await facts.DeadAsync() is not "none" and var left)
            throw new FaultMissedException("After the replay there are dead letters: " + left);
        if (among > alone * 1.5 + TimeSpan.FromSeconds(3))
            throw new FaultMissedException($"The others took {among}, and {alone} without poison.");
        return new Inflicted(string.Create(CultureInfo.InvariantCulture,
            $"dead letters: {Expected}; {others} others took {among.TotalSeconds:0.0} s, without poison {alone.TotalSeconds:0.0} s; replay: {said}"), repaired);
    }

    private static Task<string> ReplayAsync(FaultSite site) => NodeProcess.RunAsync(site.Settings, "queues", "replay", SaidFacts.Consumer, "--rate", "1000");

    private string Expected => $"JsonException {Unreadable}, PostgresException P0001 {poison - Unreadable}";

    private async Task<TimeSpan> TakeAsync(SaidFacts facts, int marked)
    {
        var (began, before) = (Stopwatch.GetTimestamp(), await facts.ConsumedAsync(marked: false));
        await facts.SayAsync(marked, others, Math.Min(Unreadable, marked));
        await Deadline.Until("the others are consumed", async () => await facts.ConsumedAsync(marked: false) == before + others, Patience);
        return Stopwatch.GetElapsedTime(began);
    }
}
