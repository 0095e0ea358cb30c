using HieImaging.DocumentStore;
using NpgsqlTypes;
using Xunit;

namespace HieImaging.Tests.DocumentStore;

public sealed class SqlFragmentTests
{
    [Fact]
    public void Every_hole_becomes_a_numbered_parameter()
    {
        SqlFragment sql = $"select 1 where a = {"x"} and b = {2} and c = {true}";
        Assert.Equal("select 1 where a = $1 and b = $2 and c = $3", sql.ToString());
    }

    [Fact]
    public void Text_from_outside_cannot_become_sql()
    {
        SqlFragment sql = $"where name = {"'; drop table person; --"}";
        Assert.Equal("where name = $1", sql.ToString());
        Assert.Equal("'; drop table person; --", sql.ToBatchCommand().Parameters[0].Value);
    }

    [Fact]
    public void A_fragment_is_spliced_and_its_parameters_are_numbered_anew()
    {
        SqlFragment policy = $"owner = {"north"} or label = any({new[] { "a", "b" }})";
        SqlFragment sql = $"where id = {"s-1"} and ({policy}) limit {10}";
        Assert.Equal("where id = $1 and (owner = $2 or label = any($3)) limit $4", sql.ToString());
    }

    [Fact]
    public void A_fragment_may_be_spliced_twice()
    {
        SqlFragment twice = $"x = {1}";
        SqlFragment sql = $"{twice} or {twice}";
        Assert.Equal("x = $1 or x = $2", sql.ToString());
        Assert.Equal(2, sql.ToBatchCommand().Parameters.Count);
    }

    [Fact]
    public void Null_keeps_the_type_of_its_hole()
    {
        SqlFragment sql = $"{(string?)null}, {(int?)null}, {(DateTimeOffset?)null}, {(byte[]?)null}, {(DateOnly?)null}";
        var parameters = sql.ToBatchCommand().Parameters;
        Assert.All(parameters, parameter => Assert.Equal(DBNull.Value, parameter.Value));
        Assert.Equal(
            [NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.TimestampTz, NpgsqlDbType.Bytea, NpgsqlDbType.Date],
            parameters.Select(parameter => parameter.NpgsqlDbType));
    }

    [Fact]
    public void An_instant_is_sent_as_utc()
    {
        SqlFragment sql = $"{new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(-6))}";
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 6, 0, 0, TimeSpan.Zero), sql.ToBatchCommand().Parameters[0].Value);
        Assert.Equal(TimeSpan.Zero, ((DateTimeOffset)sql.ToBatchCommand().Parameters[0].Value!).Offset);
    }

    [Fact]
    public void Joining_leaves_out_what_is_empty()
    {
        SqlFragment one = $"a = {1}", two = $"b = {2}";
        Assert.Equal("a = $1 and b = $2", SqlFragment.Join(" and ", [one, SqlFragment.Empty, two]).ToString());
        Assert.True(SqlFragment.Join(" and ", []).IsEmpty);
    }

    [Fact]
    public void A_choice_between_fragments_is_a_fragment()
    {
        SqlFragment Order(bool descending) => $"order by started {(descending ? SqlFragment.Raw("desc") : SqlFragment.Raw("asc"))}";
        Assert.Equal("order by started desc", Order(true).ToString());
        Assert.Equal("order by started asc", Order(false).ToString());
    }
}
