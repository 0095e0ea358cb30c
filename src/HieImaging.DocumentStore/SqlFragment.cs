using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace HieImaging.DocumentStore;

/// <summary>
/// A piece of SQL written as an interpolated string: <c>$"where id = {id} and ({policy})"</c>. A hole becomes a typed parameter
/// (<c>$1</c>, <c>$2</c> …, null included), or, if it is a fragment itself, is spliced in. Text from outside cannot become SQL.
/// </summary>
[InterpolatedStringHandler]
public sealed class SqlFragment
{
    private readonly List<Piece> _pieces;

    [SuppressMessage("Style", "IDE0060:Remove unused parameter", Justification = "the compiler's interpolated string pattern asks for it")]
    public SqlFragment(int literalLength, int formattedCount) => _pieces = new List<Piece>((2 * formattedCount) + 1);

    private SqlFragment(List<Piece> pieces) => _pieces = pieces;

    public static SqlFragment Empty { get; } = new([]);

    public bool IsEmpty => _pieces.Count == 0;

    /// <summary>A literal that stands in the code (a column, <c>asc</c>).</summary>
    public static SqlFragment Raw([ConstantExpected] string constant) => Text(constant);

    /// <summary>The fragments that are not empty, with the separator between them.</summary>
    public static SqlFragment Join([ConstantExpected] string separator, IEnumerable<SqlFragment> fragments)
    {
        var pieces = new List<Piece>();
        foreach (var fragment in fragments)
        {
            if (fragment.IsEmpty)
                continue;
            if (pieces.Count > 0)
                pieces.Add(new Piece(separator));
            pieces.AddRange(fragment._pieces);
        }

        return new SqlFragment(pieces);
    }

    public void AppendLiteral(string value) => _pieces.Add(new Piece(value));

    public void AppendFormatted(SqlFragment value) => _pieces.AddRange(value._pieces);

    public void AppendFormatted(string? value) => Add(value, NpgsqlDbType.Text);

    public void AppendFormatted(bool? value) => Add(value, NpgsqlDbType.Boolean);

    public void AppendFormatted(short? value) => Add(value, NpgsqlDbType.Smallint);

    public void AppendFormatted(int? value) => Add(value, NpgsqlDbType.Integer);

    public void AppendFormatted(long? value) => Add(value, NpgsqlDbType.Bigint);

    public void AppendFormatted(double? value) => Add(value, NpgsqlDbType.Double);

    public void AppendFormatted(Guid? value) => Add(value, NpgsqlDbType.Uuid);

    /// <summary>An instant: <c>timestamptz</c>, sent as UTC.</summary>
    public void AppendFormatted(DateTimeOffset? value) => Add(value?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    public void AppendFormatted(DateOnly? value) => Add(value, NpgsqlDbType.Date);

    public void AppendFormatted(TimeSpan? value) => Add(value, NpgsqlDbType.Interval);

    public void AppendFormatted(byte[]? value) => Add(value, NpgsqlDbType.Bytea);

    public void AppendFormatted(ReadOnlyMemory<byte> value) => Add(value, NpgsqlDbType.Bytea);

    public void AppendFormatted(string?[]? value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public void AppendFormatted(IReadOnlyCollection<string>? value) => Add(value?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);

    public void AppendFormatted(bool[]? value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Boolean);

    public void AppendFormatted(int[]? value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public void AppendFormatted(long[]? value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public void AppendFormatted(double[]? value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Double);

    public void AppendFormatted(Guid[]? value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public void AppendFormatted(byte[]?[]? value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public void AppendFormatted(DateTimeOffset[]? value) =>
        Add(value is null ? null : Array.ConvertAll(value, at => at.ToUniversalTime()), NpgsqlDbType.Array | NpgsqlDbType.TimestampTz);

    /// <summary>The text as PostgreSQL gets it, parameters numbered.</summary>
    public override string ToString() => Render(null);

    internal static SqlFragment Text(string text) => new([new Piece(text)]);

    internal static NpgsqlBatch ToBatch(NpgsqlConnection connection, IEnumerable<SqlFragment> statements)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.ToBatchCommand());
        return batch;
    }

    internal NpgsqlBatchCommand ToBatchCommand()
    {
        var command = new NpgsqlBatchCommand();
        command.CommandText = Render(command.Parameters);
        return command;
    }

    internal NpgsqlCommand ToCommand(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand { Connection = connection };
        command.CommandText = Render(command.Parameters);
        return command;
    }

    private string Render(NpgsqlParameterCollection? parameters)
    {
        var sql = new StringBuilder();
        var number = 0;
        foreach (var piece in _pieces)
        {
            if (piece.Literal is { } literal)
            {
                sql.Append(literal);
                continue;
            }

            sql.Append('$').Append(++number);
            parameters?.Add(new NpgsqlParameter { Value = piece.Value ?? DBNull.Value, NpgsqlDbType = piece.Type });
        }

        return sql.ToString();
    }

    private void Add(object? value, NpgsqlDbType type) => _pieces.Add(new Piece(null, value, type));

    private readonly record struct Piece(string? Literal, object? Value = null, NpgsqlDbType Type = default);
}
