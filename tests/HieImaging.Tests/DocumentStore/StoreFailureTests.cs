using HieImaging.DocumentStore;
using Npgsql;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

/// <summary>What PostgreSQL says no with, and what a caller is to make of it (docs/operations.md, "When PostgreSQL says no").</summary>
public sealed class StoreFailureTests
{
    [Theory]
    [InlineData("22P05", "a NUL in jsonb")]
    [InlineData("22P02", "a surrogate alone, no value of the type")]
    [InlineData("22021", "a NUL in text")]
    [InlineData("22001", "too long for the column")]
    [InlineData("22003", "a number out of range")]
    [InlineData("22007", "no date")]
    [InlineData("22008", "a date out of range")]
    [InlineData("54000", "an index key too long")]
    [InlineData("54001", "nested too deep")]
    public void What_cannot_be_stored_is_the_callers_mistake(string state, string what) =>
        Assert.True(StoreFailure.Of(Said(state)) is UnstorableContentException { SqlState: var told } && told == state, what);

    [Theory]
    [InlineData("40001", "not serializable")]
    [InlineData("40P01", "deadlock")]
    [InlineData("HIE01", "another version")]
    [InlineData("23505", "a unique key taken")]
    public void What_somebody_else_changed_meanwhile_is_a_conflict(string state, string what) =>
        Assert.True(StoreFailure.Of(Said(state)) is ConcurrencyException, what);

    [Theory]
    [InlineData("08006", "connection lost")]
    [InlineData("25006", "read-only after a failover")]
    [InlineData("25P03", "idle in a transaction for too long")]
    [InlineData("26000", "a prepared statement that is gone")]
    [InlineData("42P05", "a prepared statement that is there")]
    [InlineData("53000", "no resources")]
    [InlineData("53100", "disk full")]
    [InlineData("53200", "no memory")]
    [InlineData("53300", "too many connections")]
    [InlineData("55P03", "a lock not had")]
    [InlineData("57P01", "shutting down")]
    [InlineData("57P02", "crashing")]
    [InlineData("57P03", "starting")]
    [InlineData("58030", "a disk that fails")]
    public void What_PostgreSQL_cannot_do_now_is_an_outage(string state, string what) =>
        Assert.True(StoreFailure.Of(Said(state)) is StoreUnavailableException and not TooCostlyException, what);

    [Fact]
    public void A_statement_that_took_too_long_is_told_apart_and_is_an_outage_to_whom_that_makes_no_difference() =>
        Assert.IsAssignableFrom<StoreUnavailableException>(Assert.IsType<TooCostlyException>(StoreFailure.Of(Said("57014"))));

    // Npgsql's own, of a connection that was reset between two statements: a message that met it was given up as poison.
    [Fact]
    public void A_connection_that_the_driver_has_disposed_of_is_an_outage() =>
        Assert.True(StoreFailure.Of(new ObjectDisposedException("connector")) is StoreUnavailableException and not TooCostlyException);

    [Theory]
    [InlineData("42P01")]
    [InlineData("42703")]
    [InlineData("22012")]
    [InlineData("23502")]
    [InlineData("XX000")]
    public void What_is_a_bug_stays_what_it_is(string state) => Assert.Null(StoreFailure.Of(Said(state)));

    [Fact]
    public void A_connection_that_breaks_is_an_outage() =>
        Assert.IsType<StoreUnavailableException>(StoreFailure.Of(new NpgsqlException("gone", new IOException())));

    [Fact]
    public async Task A_full_disk_stops_writes_for_a_while_and_is_then_tried_again()
    {
        var clock = new HandClock();
        var deadline = new Deadline(clock);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => deadline.Run(() => Task.FromException<int>(Said("53100")), _ => { }, CancellationToken.None));
        Assert.Equal(WritePause.Disk, deadline.Pressure.Now);

        clock.Pass(TimeSpan.FromSeconds(6));

        Assert.Equal(WritePause.None, deadline.Pressure.Now);
    }

    private static PostgresException Said(string state) => new("no", "ERROR", "ERROR", state);

    private sealed class HandClock : TimeProvider
    {
        private long _now = 1;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += (long)(time.TotalSeconds * TimestampFrequency);
    }
}
