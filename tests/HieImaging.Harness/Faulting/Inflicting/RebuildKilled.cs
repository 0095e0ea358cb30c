namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>F11: the search columns of studies are spoilt, and the rebuild that mends them is killed; the exchange goes on meanwhile.</summary>
internal sealed class RebuildKilled() : CommandKill(
    "F11", "kill -9 in the middle of a rebuild of derived tables", "update record_locator.registered_study set deleted = false", 20, "rebuild")
{
    private const int Spoilt = 200;

    protected override async Task<string> PrepareAsync(FaultSite site)
    {
        await site.ScalarAsync($$"""
            update record_locator.registered_study set terms = '{spoilt}', modalities = '{}'
            where id in (select id from record_locator.registered_study where not deleted order by id limit {{Spoilt}})
            """);
        return site.Database;
    }

    protected override async Task DoneAsync(FaultSite site, Dictionary<string, string> settings)
    {
        if (await site.ScalarAsync("select count(*) from record_locator.registered_study where not deleted and terms = '{spoilt}'") is not 0L and var left)
            throw new FaultMissedException($"{left} studies are spoilt still.");
    }
}
