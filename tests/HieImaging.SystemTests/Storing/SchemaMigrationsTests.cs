using HieImaging.DocumentStore;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Storing;

public sealed class SchemaMigrationsTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Applying_twice_applies_once()
    {
        Assert.Empty(await new SchemaMigrations(fixture.Source, StoreFixture.Migrations).ApplyAsync(None));
        Assert.Empty(await new SchemaMigrations(fixture.Source, StoreFixture.Migrations).CheckAsync(None));
    }

    [Fact]
    public async Task A_changed_text_is_drift_and_is_not_applied_over()
    {
        IReadOnlyList<Migration> changed = [.. StoreFixture.Migrations.Select(migration => migration with { Sql = migration.Sql + " " })];
        Assert.Equal(changed.Count, (await new SchemaMigrations(fixture.Source, changed).CheckAsync(None)).Count);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new SchemaMigrations(fixture.Source, changed).ApplyAsync(None));
    }

    [Fact]
    public async Task Two_who_apply_at_once_apply_each_step_once()
    {
        var servers = await Servers.SharedAsync();
        await using var empty = PostgresDataSource.Open(await servers.NewDatabaseAsync());
        var applied = await Task.WhenAll(
            new SchemaMigrations(empty, StoreFixture.Migrations).ApplyAsync(None),
            new SchemaMigrations(empty, StoreFixture.Migrations).ApplyAsync(None));
        Assert.Equal(StoreFixture.Migrations.Count, applied.Sum(steps => steps.Count));
        await servers.DisposeAsync();
    }

    [Fact]
    public async Task The_dump_in_the_docs_is_what_the_migrations_make()
    {
        var servers = await Servers.SharedAsync();
        var settings = new Dictionary<string, string> { ["ConnectionStrings__Postgres"] = await servers.NewDatabaseAsync() };
        var dump = Path.Combine(Checkout.NewFolder("schema"), "schema.sql");
        await NodeProcess.RunAsync(settings, "schema", "apply");
        await NodeProcess.RunAsync(settings, "schema", "write", dump);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "schema.sql")), await File.ReadAllTextAsync(dump));
        await servers.DisposeAsync();
    }
}
