using HieImaging.DocumentStore;
using HieImaging.Node.Serving;
using HieImaging.Wire.Connecting;
using Npgsql;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class OutwardConnectionsTests
{
    private const string Local = "Host=127.0.0.1;Database=hie";

    [Theory]
    [InlineData(Local, "amqp://127.0.0.1:5672/vhost")]
    [InlineData("Host=/var/run/postgresql;Database=hie", "memory:")]
    [InlineData("Host=db.example;Database=hie;SSL Mode=VerifyFull", "amqps://mq.example")]
    [InlineData("postgres://hie:secret@db.example/hie?sslmode=verify-full", "amqps://mq.example")]
    [InlineData("Host=db.example,[::1]:5433;Database=hie;SSL Mode=VerifyCA", "memory:")]
    [InlineData("Host=postgres;Database=hie", "amqp://guest:guest@postgres")]
    public void What_is_encrypted_or_on_this_machine_or_listed_is_connected_to(string postgres, string bus) => Assert.Empty(Refusals(postgres, bus));

    [Theory]
    [InlineData("Host=db.example;Database=hie", "memory:")]
    [InlineData("Host=db.example;Database=hie;SSL Mode=Prefer", "memory:")]
    [InlineData("Host=127.0.0.1,db.example:5432;Database=hie", "memory:")]
    [InlineData("postgres://hie:secret@db.example/hie", "memory:")]
    [InlineData(Local, "amqp://mq.example")]
    public void Anything_else_keeps_the_node_from_starting(string postgres, string bus) => Assert.Single(Refusals(postgres, bus));

    [Fact]
    public void Encryption_that_checks_nobody_is_warned_of()
    {
        var unproven = new NpgsqlConnectionStringBuilder("Host=db.example;SSL Mode=Require");
        Assert.Empty(OutwardConnections.Refusals(unproven, "memory:", PlainHosts.None));
        Assert.Single(OutwardConnections.Warnings(unproven));
        Assert.Empty(OutwardConnections.Warnings(new NpgsqlConnectionStringBuilder("Host=db.example;SSL Mode=VerifyFull")));
    }

    private static IReadOnlyList<string> Refusals(string postgres, string bus) =>
        OutwardConnections.Refusals(PostgresDataSource.Settings(postgres), bus, new PlainHosts(["postgres"]));
}
