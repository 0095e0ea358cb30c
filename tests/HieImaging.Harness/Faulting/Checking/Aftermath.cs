using HieImaging.Harness.Faulting.Working;

namespace HieImaging.Harness.Faulting.Checking;

/// <summary>When the faults are over: lets the workload end and the queues drain, looks at everything, ends the nodes, and judges.</summary>
public sealed class Aftermath(FaultSite site)
{
    private const int SampledImages = 40;

    // Every log of a run is read; a few lines tell whose mistake it was.
    private const int MostLines = 5;

    // Failed at for good, as the node's own gauge counts them.
    private const string DeadLetters = """
        from document_store.dead_letter d where d.dead_at is not null
        and not exists (select from document_store.inbox i where i.message_id = d.message_id and i.consumer = d.consumer)
        """;

    /// <summary>With a command that goes through everything that a long run has left.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(60);

    public async Task<Verdict> JudgeAsync()
    {
        var stuck = await site.Work.EndAsync(Drain);
        var undrained = await DrainedAsync();
        var told = ToldHistory.Of(History.Read(site.Work.HistoryFile));
        var seen = await SeenAsync(told);
        foreach (var node in site.Nodes)
            await node.StopAsync();
        var verdict = Checker.Judge(told, seen with { Leftovers = Leftovers(), NamedInLogs = NamedInLogs() }, site.Poison);
        return verdict with
        {
            Findings =
            [
                .. verdict.Findings,
                .. undrained is null ? [] : new[] { new Finding("C4", Harm.Other, undrained) },
                .. stuck.Select(one => new Finding("C1", Harm.Lost, $"operation {one.Number} ({one.Kind}) was never acknowledged")),
                .. site.Work.Wrong.Select(wrong => new Finding("C1", Harm.Lost, "a read was answered wrongly: " + wrong)),
            ],
        };
    }

    /// <returns>Null, or what is left when the time is up. Dead letters stay: they are counted.</returns>
    private async Task<string?> DrainedAsync()
    {
        try
        {
            await Deadline.Until("nothing but dead letters is left in the outbox", async () => await site.ScalarAsync($"""
                select count(*) from document_store.outbox o where o.message_id not in (select d.message_id {DeadLetters})
                """) is 0L, Drain);
            return null;
        }
        catch (TimeoutException late)
        {
            return late.Message;
        }
    }

    private async Task<Observed> SeenAsync(ToldHistory told)
    {
        var doors = new DoorObservation(site);
        await using var store = new StoreObservation(site.Database);
        var studies = told.Studies;
        var documents = await store.DocumentsAsync();
        var given = await doors.DocumentsAsync(documents.Where(one => one.Value.IsApproved).Select(one => one.Key));
        var held = studies.Where(study => study.All(one => one.By.IsOk) && study.Last().Said is { HasImages: true, Instances: > 0 })
            .TakeLast(SampledImages).Select(study => (study.Last().By.Operation.Hospital, study.Last().Said));
        var (chain, saidOfChain) = await NodeProcess.TryAsync(site.Settings, Patience, "audit", "verify");
        var (rebuilt, saidOfRebuild) = await NodeProcess.TryAsync(site.Settings, Patience, "rebuild", "--check");
        return new Observed
        {
            Studies = await store.StudiesAsync(),
            FoundByUid = await doors.ByUidAsync(studies.Select(study => study.Key)),
            FoundByNumber = await doors.ByNumberAsync(studies.SelectMany(study => study.First().Said.Patients).Distinct(StringComparer.Ordinal)),
            Documents = documents.ToDictionary(one => one.Key, one => one.Value with { Sha256 = given.GetValueOrDefault(one.Key) }, StringComparer.Ordinal),
            DocumentRows = documents.Values.Sum(document => document.Entries),
            Sets = await store.SetsAsync(),
            Patients = await store.PatientsAsync(),
            Audit = await store.AuditAsync(),
            Items = await store.ItemsAsync(),
            WrongImages = await doors.WrongImagesAsync(held),
            BrokenChain = chain == 0 ? null : saidOfChain,
            Underived = rebuilt == 0 ? null : saidOfRebuild,
            DeadLetters = (long)(await site.ScalarAsync($"select count(*) {DeadLetters}"))!,
        };
    }

    private IReadOnlyList<string> Leftovers() =>
        [.. Directory.EnumerateFiles(site.Temporary, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(site.Temporary, file))];

    private IReadOnlyList<string> NamedInLogs() =>
        [.. site.Logs.Where(line => line.Contains(Planner.Family, StringComparison.OrdinalIgnoreCase) || line.Contains(Planner.Numbers, StringComparison.Ordinal)).Take(MostLines)];
}
