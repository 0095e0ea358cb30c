using System.Text.Json;
using HieImaging.DocumentStore;
using HieImaging.Node.Messaging;
using HieImaging.Wire;
using Npgsql;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class FailureDecisionTests
{
    public static TheoryData<Exception, string, bool> Failures => new()
    {
        { new MessageRefusedException("repository-down"), "repository-down", true },
        { new JsonException("about Jane Doe"), "JsonException", true },
        { new UnstorableContentException("22021"), "UnstorableContentException", true },
        { new InvalidCastException(), "InvalidCastException", true },
        { Postgres("23502"), "PostgresException 23502", true },
        { Postgres("P0001"), "PostgresException P0001", true },
        { new StoreUnavailableException("slow", Postgres("57014")), "PostgresException 57014", false },
        { new StoreUnavailableException("full", Postgres("53100")), "PostgresException 53100", false },
        { new StoreUnavailableException("gone", new NpgsqlException()), "StoreUnavailableException", false },
        { new ConcurrencyException("changed"), "ConcurrencyException", false },
        { new TimeoutException(), "TimeoutException", false },
        { new HttpRequestException(), "HttpRequestException", false },
        { new TruncatedException("half"), "TruncatedException", false },
        { new InvalidOperationException(), "InvalidOperationException", false },
        { new AggregateException(new FormatException()), "FormatException", true },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_says_why_and_whether_it_may_pass(Exception failure, string reason, bool forGood) =>
        Assert.Equal(new FailureDecision(reason, forGood), FailureDecision.On(failure));

    [Fact]
    public void A_store_that_is_away_is_waited_for_and_a_statement_that_is_too_slow_is_not()
    {
        Assert.True(FailureDecision.IsOutage(new StoreUnavailableException("gone", new NpgsqlException())));
        Assert.True(FailureDecision.IsOutage(new StoreUnavailableException("full", Postgres("53100"))));
        Assert.False(FailureDecision.IsOutage(new StoreUnavailableException("slow", Postgres("57014"))));
    }

    private static PostgresException Postgres(string state) => new("about Jane Doe", "ERROR", "ERROR", state);
}
