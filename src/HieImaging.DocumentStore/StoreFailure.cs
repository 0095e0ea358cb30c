using System.Text;
using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>What an error of the driver means to a caller. What is not listed is a bug and stays as it is.</summary>
internal static class StoreFailure
{
    /// <summary>
    /// Raised by our own SQL: a document's version is not the next one, or a concurrent duplicate of the message has won.
    /// </summary>
    public const string WrongVersion = "HIE01", MessageSeen = "HIE02";

    public static Exception? Of(Exception error) => error switch
    {
        PostgresException { SqlState: WrongVersion or "40001" or "40P01" } =>
            new ConcurrencyException("The document was changed meanwhile.", error),
        PostgresException { SqlState: "23505" } unique => new ConcurrencyException("A unique key is taken.", error, unique.ConstraintName),
        PostgresException postgres when IsCallersMistake(postgres.SqlState) => new UnstorableContentException(postgres.SqlState, error),
        PostgresException { SqlState: "57014" } =>
            new TooCostlyException("PostgreSQL gave it up at its statement_timeout.", error),
        PostgresException postgres when IsOutage(postgres.SqlState) =>
            new StoreUnavailableException($"PostgreSQL cannot do it now ({postgres.SqlState}).", error),
        PostgresException => null,
        NpgsqlException { InnerException: EncoderFallbackException } => new UnstorableContentException("22021", error),
        EncoderFallbackException => new UnstorableContentException("22021", error),
        NpgsqlException => new StoreUnavailableException("PostgreSQL cannot be reached.", error),
        // the driver's word for a connection that broke after it was taken and before it was used
        ObjectDisposedException => new StoreUnavailableException("PostgreSQL cannot be reached.", error),
        _ => null,
    };

    /// <summary>53100: the disk under PostgreSQL's data has no room.</summary>
    public static bool IsDiskFull(Exception error) => error is PostgresException { SqlState: "53100" };

    /// <summary>The connection is lost, whatever it was asked: closed or reset (no SQLSTATE, 08…), or PostgreSQL stops or starts (57P…).</summary>
    public static bool IsGone(StoreUnavailableException failure) =>
        failure.InnerException is not PostgresException { SqlState: var state } || state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("57P", StringComparison.Ordinal);

    // Not a character, a surrogate alone, text that is no value of the type, out of range; an index key too long, nested too deep.
    private static bool IsCallersMistake(string state) =>
        state is "22P05" or "22021" or "22P02" or "22001" or "22003" or "22007" or "22008" or "54000" or "54001";

    /// <summary>
    /// What the driver believes of the connection's prepared statements may not be so: a statement that it prepares within a batch that
    /// failed, or was given up, is there or is not (57014, 26000: there is none of that name, 42P05: there is one).
    /// </summary>
    public static bool LeavesStatementsUnsure(Exception error) => error is PostgresException { SqlState: "57014" or NoStatement or StatementTwice };

    private const string NoStatement = "26000", StatementTwice = "42P05";

    // Connection, resources (disk full, too many connections), operator's intervention, system; read-only after a failover, a transaction idle for too long,
    // a lock not had, a prepared statement that the driver has lost sight of (SessionConnection makes the connection forget them all).
    private static bool IsOutage(string state) => state[..2] is "08" or "53" or "57" or "58" || state is "25006" or "25P03" or "55P03" or NoStatement or StatementTwice;
}
