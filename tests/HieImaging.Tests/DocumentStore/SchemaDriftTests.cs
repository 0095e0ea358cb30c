using HieImaging.DocumentStore;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

public sealed class SchemaDriftTests
{
    private static readonly Migration First = new("registry", 1, "document", "create table a ()");
    private static readonly Migration Second = new("registry", 2, "intake", "create table b ()");

    [Fact]
    public void Equal_texts_differ_in_nothing() => Assert.Empty(SchemaDrift.Between([First, Second], [Applied(First), Applied(Second)]));

    [Fact]
    public void What_was_not_applied_is_missing() =>
        Assert.Equal(["registry 0002 intake is not applied"], Told([First, Second], [Applied(First)]));

    [Fact]
    public void A_changed_text_is_told() =>
        Assert.Equal(["registry 0001 document was applied with another text"], Told([First with { Sql = "create table c ()" }], [Applied(First)]));

    [Fact]
    public void A_newer_database_is_refused_by_an_older_program() =>
        Assert.Equal(["registry 0002 intake is unknown to this program"], Told([First], [Applied(First), Applied(Second)]));

    private static AppliedMigration Applied(Migration migration) => new(migration.Schema, migration.Number, migration.Name, migration.Sha256);

    private static IEnumerable<string> Told(Migration[] program, AppliedMigration[] database) =>
        SchemaDrift.Between(program, database).Select(drift => drift.ToString());
}
