using HieImaging.DocumentStore;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

public sealed class DocumentWritesTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private static readonly DocumentTable<Note> Notes =
        new DocumentTable<Note>("test.note", note => note.Id, note => note.Version, _ => [1], _ => new Note("", 1, ""))
            .Column("title", note => $"{note.Title}")
            .WithHistory();

    [Fact]
    public void First_versions_are_one_insert_that_finds_no_row_and_no_history()
    {
        var sql = Flat(DocumentWrites.Insert(Notes, [new Note("n-1", 1, "a"), new Note("n-2", 1, "b")], Now));
        Assert.Contains("insert into test.note (id, version, last_updated, deleted, body, title) "
            + "values ($1, 1, $2, false, $3, $4), ($5, 1, $6, false, $7, $8) on conflict (id) do nothing", sql);
        Assert.DoesNotContain("note_history", sql);
        Assert.Contains("document_store.demand((select count(*) from written) = $9", sql);
    }

    [Fact]
    public void A_later_version_replaces_exactly_the_one_before_and_keeps_it()
    {
        var write = DocumentWrites.Update(Notes, new Note("n-1", 7, "b"), Now);
        Assert.Contains("insert into test.note_history (id, version, last_updated, deleted, body) select id, version, last_updated, deleted, body "
            + "from test.note where id = $1 and version = $2", Flat(write));
        Assert.Contains("update test.note set version = $3, last_updated = $4, deleted = false, body = $5, title = $6 where id = $7 and version = $8", Flat(write));
        Assert.Equal(6, write.ToBatchCommand().Parameters[7].Value);
    }

    [Fact]
    public void Deleting_keeps_the_row_and_the_version_before_it()
    {
        var sql = Flat(DocumentWrites.Delete(Notes, "n-1", 8, Now));
        Assert.Contains("update test.note set version = $3, last_updated = $4, deleted = true", sql);
        Assert.Contains("insert into test.note_history", sql);
    }

    private static string Flat(SqlFragment sql) => string.Join(' ', sql.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed record Note(string Id, int Version, string Title);
}
