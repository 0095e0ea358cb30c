using HieImaging.Wire;
using Xunit;

namespace HieImaging.Tests.Wire;

public sealed class ByteBudgetTests
{
    [Fact]
    public void One_owner_never_has_all_of_it()
    {
        var budget = new ByteBudget(4 << 20, 0.5);
        using var one = budget.Open("hasty");
        using var two = budget.Open("hasty");
        using var other = budget.Open("other");

        Assert.True(one.TryHold(1 << 20));
        Assert.True(two.TryHold(1 << 20));
        Assert.False(two.TryHold((1 << 20) + 1));
        Assert.True(other.TryHold(2 << 20));
        Assert.False(other.TryHold(3 << 20));
        Assert.Equal(4 << 20, budget.Held);
    }

    [Fact]
    public void What_is_given_back_is_had_by_the_next()
    {
        var budget = new ByteBudget(1 << 20);
        var first = budget.Open("a");
        Assert.True(first.TryHold(1 << 20));
        using var second = budget.Open("b");
        Assert.False(second.TryHold(1));

        Assert.True(first.TryHold(512 << 10));
        Assert.True(second.TryHold(512 << 10));
        first.Dispose();
        Assert.True(second.TryHold(1 << 20));
        second.Dispose();

        Assert.Equal(0, budget.Held);
    }
}
