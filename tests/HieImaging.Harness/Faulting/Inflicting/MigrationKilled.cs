namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>F12: kill -9 of <c>schema apply</c> between two migrations or within one, on a database of its own.</summary>
internal sealed class MigrationKilled() : CommandKill(
    "F12", "kill -9 in the middle of a migration", "insert into document_store.migration", 12, "schema", "apply")
{
    protected override Task<string> PrepareAsync(FaultSite site) => site.Servers.NewDatabaseAsync();

    protected override async Task DoneAsync(FaultSite site, Dictionary<string, string> settings)
    {
        var (code, said) = await NodeProcess.TryAsync(settings, "schema", "check");
        if (code != 0)
            throw new FaultMissedException("The schema is not whole: " + said);
    }
}
