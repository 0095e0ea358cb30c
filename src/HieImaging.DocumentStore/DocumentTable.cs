namespace HieImaging.DocumentStore;

/// <summary>
/// Where documents of a kind lie, declared once. The table has <c>id text primary key, version int, last_updated timestamptz,
/// deleted boolean, body bytea</c> and the extracted columns; its history, if kept, is <c>{table}_history</c>.
/// </summary>
public sealed class DocumentTable<T>
{
    private readonly List<(string Name, Func<T, SqlFragment> Value)> _columns = [];

    /// <param name="name">With its schema: <c>record_locator.registered_study</c>.</param>
    /// <param name="version">From 1; a change is stored version + 1.</param>
    /// <param name="write">The canonical bytes.</param>
    public DocumentTable(string name, Func<T, string> id, Func<T, int> version, Func<T, byte[]> write, Func<byte[], T> read)
    {
        Name = name;
        Id = id;
        Version = version;
        Write = write;
        Read = read;
    }

    public string Name { get; }

    public Func<T, string> Id { get; }

    public Func<T, int> Version { get; }

    public Func<T, byte[]> Write { get; }

    public Func<byte[], T> Read { get; }

    public bool HasHistory { get; private set; }

    internal IReadOnlyList<(string Name, Func<T, SqlFragment> Value)> Columns => _columns;

    /// <summary>An extracted column: <c>.Column("study_uid", study => $"{study.StudyUid}")</c>.</summary>
    public DocumentTable<T> Column(string name, Func<T, SqlFragment> value)
    {
        _columns.Add((name, value));
        return this;
    }

    /// <summary>Keeps every version in <c>{table}_history</c> (id, version, last_updated, deleted, body).</summary>
    public DocumentTable<T> WithHistory()
    {
        HasHistory = true;
        return this;
    }
}
