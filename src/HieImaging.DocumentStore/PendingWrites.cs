namespace HieImaging.DocumentStore;

/// <summary>
/// What a session will write, in the order of the calls; first versions of one table gather where the first of them stands. Where messages
/// are told apart each write is its message's, and only those of one message gather.
/// </summary>
internal sealed class PendingWrites
{
    /// <summary>Rows of one statement: parameters are counted by 16 bits.</summary>
    private const int MostRows = 500;

    private readonly List<(InboxKey? Of, Func<IEnumerable<SqlFragment>> Statements)> _writes = [];
    private readonly Dictionary<(object Table, InboxKey? Of), object> _inserts = [];

    /// <summary>Whose the writes are that follow; null: nobody's, or all messages'.</summary>
    public InboxKey? Of { get; set; }

    public void Add(SqlFragment write) => _writes.Add((Of, () => [write]));

    public void Insert<T>(DocumentTable<T> table, T document, DateTimeOffset now)
    {
        if (_inserts.TryGetValue((table, Of), out var gathered))
        {
            ((List<T>)gathered).Add(document);
            return;
        }
        var documents = new List<T> { document };
        _inserts.Add((table, Of), documents);
        _writes.Add((Of, () => documents.Chunk(MostRows).Select(rows => DocumentWrites.Insert(table, rows, now))));
    }

    public void Clear()
    {
        _writes.Clear();
        _inserts.Clear();
    }

    public IEnumerable<Write> All => _writes.SelectMany(write => write.Statements().Select(statement => new Write(statement, write.Of)));
}

/// <summary>A statement of a batch, and the message that it is of where that is told apart.</summary>
internal readonly record struct Write(SqlFragment Statement, InboxKey? Of = null);
