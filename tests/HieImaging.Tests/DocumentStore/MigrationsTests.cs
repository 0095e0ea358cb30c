using HieImaging.DocumentStore;
using HieImaging.Node.Serving;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

public sealed class MigrationsTests
{
    [Fact]
    public void Every_project_numbers_its_own_from_one_without_gaps()
    {
        foreach (var project in NodeSchema.Migrations.GroupBy(migration => migration.Schema))
            Assert.Equal(Enumerable.Range(1, project.Count()), project.Select(migration => migration.Number));
    }

    [Fact]
    public void The_lowest_floor_comes_first() =>
        Assert.Equal(["document_store", "record_locator", "trust"], NodeSchema.Migrations.Select(migration => migration.Schema).Distinct().Take(3));

    [Fact]
    public void The_digest_follows_the_text() =>
        Assert.NotEqual(new Migration("a", 1, "x", "select 1").Sha256, (new Migration("a", 1, "x", "select 1") with { Sql = "select 2" }).Sha256);
}
