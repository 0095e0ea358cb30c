namespace HieImaging.DocumentStore;

/// <summary>What a session will write, in the order of the calls; first versions of one table gather where the first of them stands.</summary>
internal sealed class PendingWrites
{
    /// <summary>Rows of one statement: parameters are counted by 16 bits.</summary>
    private const int MostRows = 500;

    private readonly List<Func<IEnumerable<SqlFragment>>> _writes = [];
    private readonly Dictionary<object, object> _inserts = [];

    public void Add(SqlFragment write) => _writes.Add(() => [write]);

    public void Insert<T>(DocumentTable<T> table, T document, DateTimeOffset now)
    {
        if (_inserts.TryGetValue(table, out var gathered))
        {
            ((List<T>)gathered).Add(document);
            return;
        }
        var documents = new List<T> { document };
        _inserts.Add(table, documents);
        _writes.Add(() => documents.Chunk(MostRows).Select(rows => DocumentWrites.Insert(table, rows, now)));
    }

    public void Clear()
    {
        _writes.Clear();
        _inserts.Clear();
    }

    public IEnumerable<SqlFragment> All => _writes.SelectMany(write => write());
}
