namespace HieImaging.DocumentStore;

/// <summary>
/// What a session will write, in the order of the calls; first versions of one table, and rows of one kind, gather where the first of them
/// stands. Where messages are told apart each write is its message's, and only those of one message gather.
/// </summary>
internal sealed class PendingWrites
{
    /// <summary>Rows of one statement: parameters are counted by 16 bits.</summary>
    private const int MostRows = 500;

    private readonly List<(InboxKey? Of, Func<IEnumerable<SqlFragment>> Statements)> _writes = [];
    private readonly Dictionary<(object Kind, InboxKey? Of), object> _gathered = [];

    /// <summary>Whose the writes are that follow; null: nobody's, or all messages'.</summary>
    public InboxKey? Of { get; set; }

    public void Add(SqlFragment write) => _writes.Add((Of, () => [write]));

    public void Insert<T>(DocumentTable<T> table, T document, DateTimeOffset now) => Gather(
        table, document, documents => documents.Chunk(MostRows).Select(rows => DocumentWrites.Insert(table, rows, now)));

    public void Gather<T>(GatheredRows<T> kind, T row) => Gather(kind, row, kind.Write);

    public void Clear()
    {
        _writes.Clear();
        _gathered.Clear();
    }

    public IEnumerable<Write> All => _writes.SelectMany(write => write.Statements().Select(statement => new Write(statement, write.Of)));

    private void Gather<T>(object kind, T row, Func<IReadOnlyList<T>, IEnumerable<SqlFragment>> write)
    {
        if (_gathered.TryGetValue((kind, Of), out var gathered))
        {
            ((List<T>)gathered).Add(row);
            return;
        }
        var rows = new List<T> { row };
        _gathered.Add((kind, Of), rows);
        _writes.Add((Of, () => write(rows)));
    }
}

/// <summary>A statement of a batch, and the message that it is of where that is told apart.</summary>
internal readonly record struct Write(SqlFragment Statement, InboxKey? Of = null);
