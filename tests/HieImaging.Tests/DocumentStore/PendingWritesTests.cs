using HieImaging.DocumentStore;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

public sealed class PendingWritesTests
{
    private static readonly GatheredRows<string> Words = new(rows => [$"words {rows.ToArray()}", $"and {rows.Count}"]);

    private static readonly GatheredRows<string> Others = new(rows => [$"others {rows.ToArray()}"]);

    [Fact]
    public void Rows_of_one_kind_go_in_the_statements_of_all_where_the_first_of_them_stands()
    {
        var writes = new PendingWrites();
        writes.Add($"before");
        writes.Gather(Words, "a");
        writes.Add($"after");
        writes.Gather(Others, "x");
        writes.Gather(Words, "b");
        var all = writes.All.Select(write => write.Statement).ToList();
        Assert.Equal(["before", "words $1", "and $1", "after", "others $1"], all.Select(one => one.ToString()));
        Assert.Equal(new[] { "a", "b" }, all[1].ToBatchCommand().Parameters[0].Value);
    }

    [Fact]
    public void Rows_of_different_messages_are_not_gathered()
    {
        var (writes, one, other) = (new PendingWrites(), new InboxKey("c", Guid.NewGuid()), new InboxKey("c", Guid.NewGuid()));
        foreach (var key in new[] { one, other, one })
        {
            writes.Of = key;
            writes.Gather(Others, "x");
        }
        Assert.Equal([one, other], writes.All.Select(write => write.Of));
    }

    [Fact]
    public void What_was_taken_is_not_gathered_with()
    {
        var writes = new PendingWrites();
        writes.Gather(Others, "x");
        writes.Clear();
        writes.Gather(Others, "y");
        Assert.Equal(new[] { "y" }, Assert.Single(writes.All).Statement.ToBatchCommand().Parameters[0].Value);
    }
}
