using HieImaging.DocumentStore;
using HieImaging.SystemTests.Harness;
using Npgsql;
using Xunit;

namespace HieImaging.SystemTests.Storing;

/// <summary>A database of its own with a table of notes.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    private static readonly Migration NoteTable = new("test", 1, "note", """
        create table test.note (
          id text primary key, version int not null, last_updated timestamptz not null, deleted boolean not null default false,
          body bytea compression lz4 not null, title text);
        create table test.note_history (
          id text, version int, last_updated timestamptz not null, deleted boolean not null, body bytea not null, primary key (id, version));
        """);

    public static DocumentTable<Note> Notes { get; } =
        new DocumentTable<Note>("test.note", note => note.Id, note => note.Version, note => System.Text.Encoding.UTF8.GetBytes($"{note.Id}|{note.Version}|{note.Title}"), Read)
            .Column("title", note => $"{note.Title}")
            .WithHistory();

    public static IReadOnlyList<Migration> Migrations { get; } = [.. DocumentStoreSchema.Migrations, NoteTable];

    public NpgsqlDataSource Source { get; private set; } = null!;

    public Store Store { get; private set; } = null!;

    private Servers? _servers;

    public async Task InitializeAsync()
    {
        _servers = await Servers.SharedAsync();
        Source = PostgresDataSource.Open(await _servers.NewDatabaseAsync());
        await new SchemaMigrations(Source, Migrations).ApplyAsync(CancellationToken.None);
        Store = new Store(Source, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        if (Source is not null)
            await Source.DisposeAsync();
        if (_servers is not null)
            await _servers.DisposeAsync();
    }

    private static Note Read(byte[] body) => System.Text.Encoding.UTF8.GetString(body).Split('|') is [var id, var version, var title]
        ? new Note(id, int.Parse(version, System.Globalization.CultureInfo.InvariantCulture), title)
        : throw new InvalidDataException("No note.");
}
