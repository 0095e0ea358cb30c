using HieImaging.Identity.Receiving;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class MllpSeatsTests
{
    private readonly List<string> _gone = [];

    // s1: comes and has not shown who it is; P1: comes and has; !s1: shows it; -s1: goes
    [Theory]
    [InlineData("s1 s2 s3", "", 3)]
    [InlineData("s1 s2 s3 s4", "s1", 3)]
    [InlineData("s1 s2 s3 s4 s5 s6 s7", "s1 s2 s3 s4", 3)]
    [InlineData("s1 !s1 s2 s3 s4 P1", "s2 s3", 3)]              // who has shown it stays, however long it is silent then
    [InlineData("P1 P2 P3 s1 P4", "", 3)]                       // and the newcomer is turned away
    [InlineData("s1 P1 P2 P3 P4", "s1", 3)]
    [InlineData("s1 s2 -s1 s3 s4 s5", "s2", 3)]
    [InlineData("P1 -P1 s1 -s1", "", 0)]
    [InlineData("s1 s2 s3 P1 -s1 s4", "s1 s2", 3)]              // who was let go gives no seat back a second time
    public void The_longest_silent_gives_way_to_whoever_comes(string story, string gone, int taken)
    {
        var seats = new MllpSeats(3);
        var held = new Dictionary<string, MllpSeats.Seat?>(StringComparer.Ordinal);
        foreach (var step in story.Split(' '))
            if (step[0] == '-')
                held[step[1..]]?.Dispose();
            else if (step[0] == '!')
                Assert.True(held[step[1..]]!.Keep());
            else
                held[step] = seats.Take(step[0] == 'P', () => _gone.Add(step));
        Assert.Equal(gone, string.Join(' ', _gone));
        Assert.Equal(taken, seats.Taken);
    }

    [Fact]
    public void Nobody_is_turned_away_while_somebody_is_silent()
    {
        var seats = new MllpSeats(1);
        Assert.NotNull(seats.Take(false, () => _gone.Add("silent")));
        using var hospital = seats.Take(true, () => _gone.Add("hospital"));
        Assert.NotNull(hospital);
        Assert.Null(seats.Take(true, () => { }));
        Assert.Equal(["silent"], _gone);
    }

    [Fact]
    public void What_was_said_by_one_that_lost_its_seat_meanwhile_is_not_begun()
    {
        var seats = new MllpSeats(1);
        var late = seats.Take(false, () => { })!;
        using var other = seats.Take(false, () => { })!;
        Assert.False(late.Keep());
        Assert.True(other.Keep());
        late.Dispose();
        late.Dispose();
        Assert.Equal(1, seats.Taken);
    }
}
