using System.Runtime.Serialization;
using System.Text.Json;
using HieImaging.DocumentStore;
using HieImaging.Wire;
using Npgsql;

namespace HieImaging.Node.Messaging;

/// <summary>What a consumer's failure means for its message.</summary>
/// <param name="Reason">A code or the exception's type (with its SQLSTATE): the text may name a patient.</param>
/// <param name="IsForGood">The same message fails the same way until a person or another version of the program mends something.</param>
internal sealed record FailureDecision(string Reason, bool IsForGood)
{
    /// <summary>A statement that ran into statement_timeout: PostgreSQL answers, only not to this.</summary>
    private const string TooSlow = "57014";

    public static FailureDecision On(Exception failure) => Cause(failure) switch
    {
        MessageRefusedException refused => new(refused.Reason, true),
        PostgresException postgres => new($"{nameof(PostgresException)} {postgres.SqlState}", !postgres.IsTransient && postgres.SqlState != TooSlow),
        var cause => new(cause.GetType().Name, IsOfTheMessage(cause)),
    };

    /// <summary>PostgreSQL is away: no failure of the message, which waits for it.</summary>
    public static bool IsOutage(StoreUnavailableException failure) => failure.InnerException is not PostgresException { SqlState: TooSlow };

    // Refused content and slips of the program; what an instant later may be otherwise (a timeout, a lost connection) is not among them.
    private static bool IsOfTheMessage(Exception cause) => cause
        is UnstorableContentException or BoundsExceededException or JsonException or SerializationException
        or FormatException or ArgumentException or NotSupportedException or InvalidCastException or NullReferenceException
        or KeyNotFoundException or IndexOutOfRangeException
        or (MalformedException and not TruncatedException);

    private static Exception Cause(Exception failure) => failure switch
    {
        MassTransit.MassTransitException { InnerException: { } inner } => Cause(inner),
        AggregateException { InnerExceptions: [var only] } => Cause(only),
        StoreUnavailableException { InnerException: PostgresException inner } => inner,
        _ => failure,
    };
}
