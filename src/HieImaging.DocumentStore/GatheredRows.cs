namespace HieImaging.DocumentStore;

/// <summary>
/// Rows that many pieces of work write one at a time and that go in the statements of all: declared once, for it is by the declaration that
/// they are known to belong together.
/// </summary>
/// <param name="Write">The statements, in their order, from the rows in the order in which they came; run where the first of them was
/// enqueued.</param>
public sealed record GatheredRows<T>(Func<IReadOnlyList<T>, IEnumerable<SqlFragment>> Write);
