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
    public void The_first_version_is_an_insert_that_finds_no_row()
    {
        var sql = Flat(DocumentWrites.Store(Notes, new Note("n-1", 1, "a"), Now));
        Assert.Contains("insert into test.note (id, version, last_updated, deleted, body, title) values ($1, 1, $2, false, $3, $4) on conflict (id) do nothing", sql);
        Assert.Contains("insert into test.note_history", sql);
        Assert.Contains("document_store.demand((select count(*) from written) = 1", sql);
    }

    [Fact]
    public void A_later_version_replaces_exactly_the_one_before()
    {
        var write = DocumentWrites.Store(Notes, new Note("n-1", 7, "b"), Now);
        Assert.Contains("update test.note set version = $1, last_updated = $2, deleted = false, body = $3, title = $4 where id = $5 and version = $6", Flat(write));
        Assert.Equal(6, write.ToBatchCommand().Parameters[5].Value);
    }

    [Fact]
    public void Deleting_keeps_the_row_and_its_history()
    {
        var sql = Flat(DocumentWrites.Delete(Notes, "n-1", 8, Now));
        Assert.Contains("update test.note set version = $1, last_updated = $2, deleted = true", sql);
        Assert.Contains("insert into test.note_history", sql);
    }

    private static string Flat(SqlFragment sql) => string.Join(' ', sql.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed record Note(string Id, int Version, string Title);
}
