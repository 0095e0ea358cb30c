using HieImaging.SystemTests.Harness;
using RabbitMQ.Client;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>What a consumer cannot take is a dead letter with its reason, holds nobody up, and is replayed once it is mended.</summary>
[Collection(InOneProcess.Name)]
public sealed class DeadLetterStories(OneProcess exchange) : Story(exchange)
{
    private const string Consumer = "identity-feed-manifest-patient";

    // Of a patient whom nobody knows: nothing to do, and so consumed.
    private const string Sound =
        """{"Id":"x","StudyInstanceUid":"1.2.3","Custodian":"h1","Subject":"s-none","RetrieveLocationUids":[],"Version":1,"RegisteredAt":"2026-01-01T00:00:00Z"}""";

    [Fact]
    public async Task What_cannot_be_read_is_a_dead_letter_at_once_and_moved_nowhere()
    {
        var id = await TellAsync("""{"Id":7}""");
        await Deadline.Until("it is given up", () => IsDeadAsync(id));

        Assert.StartsWith($"{Consumer}\tStudyRegistered\tJsonException\t1\tsince ", await ListAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await Exchange.ScalarAsync($"select tries from document_store.dead_letter where message_id = '{id}'"));
        Assert.All(await Exchange.Servers.QueuesAsync(Exchange.Settings["ConnectionStrings__Bus"]), queue => Assert.EndsWith("-v1", queue, StringComparison.Ordinal));
        await Exchange.ScalarAsync($"update document_store.outbox set body = '{Sound}' where message_id = '{id}'");
        Assert.Equal("1 to be published again.", await ReplayAsync());
        await Deadline.Until("it is consumed", () => IsConsumedAsync(id));
    }

    [Fact]
    public async Task What_fails_for_good_waits_for_a_person_and_the_next_message_does_not_wait()
    {
        await using var trigger = await FailingAsync("P0001", int.MaxValue);
        var id = await TellAsync(Sound, trigger);
        await Deadline.Until("it is given up", () => IsDeadAsync(id));
        var next = await TellAsync(Sound);
        await Deadline.Until("the next is consumed", () => IsConsumedAsync(next));

        Assert.StartsWith($"{Consumer}\tStudyRegistered\tPostgresException P0001\t1\tsince ", await ListAsync(), StringComparison.Ordinal);
        await trigger.DisposeAsync();
        Assert.Equal("0 to be published again.", await ReplayAsync("--reason", "JsonException"));
        Assert.Equal("1 to be published again.", await ReplayAsync("--reason", "PostgresException P0001"));
        await Deadline.Until("it is consumed", () => IsConsumedAsync(id));
        Assert.Equal("No dead letters.", await ListAsync());
    }

    [Theory]
    [InlineData("57014", 4, 2)]                         // together with others, and then alone: each failure shows twice
    [InlineData("40001", 10, 1)]                        // a conflict is tried at once three times more, and all that is one failure
    public async Task What_may_pass_is_tried_again_by_itself(string state, int failures, int tries)
    {
        await using var trigger = await FailingAsync(state, failures);
        var id = await TellAsync(Sound, trigger);

        await Deadline.Until("it is consumed", () => IsConsumedAsync(id));

        Assert.Equal(tries, await Exchange.ScalarAsync($"select tries from document_store.dead_letter where message_id = '{id}' and dead_at is null"));
    }

    [Fact]
    public async Task An_outage_is_no_failure_of_a_message_however_often_it_meets_it()
    {
        await using var trigger = await FailingAsync("53300", 20);
        var id = await TellAsync(Sound, trigger);

        await Deadline.Until("it is consumed", () => IsConsumedAsync(id));

        Assert.Null(await Exchange.ScalarAsync($"select tries from document_store.dead_letter where message_id = '{id}'"));
    }

    [Fact]
    public async Task A_replay_takes_so_many_at_a_time_and_can_be_stopped()
    {
        await using var trigger = await FailingAsync("P0001", int.MaxValue);
        var ids = new List<Guid>();
        for (var i = 0; i < 6; i++)
            ids.Add(await TellAsync(Sound, trigger));
        await Deadline.Until("all are given up", async () => await DeadAsync() == 6);
        await trigger.DisposeAsync();

        Assert.Equal("1 to be published again.", await ReplayAsync("--limit", "1"));
        await using var replay = RunningProcess.Start(
            "dotnet", [Checkout.Built("HieImaging.Node", "hie-node"), "queues", "replay", Consumer, "--rate", "1"], Exchange.Settings);
        await Deadline.Until("it has begun", async () => await DeadAsync() < 5);
        Assert.Equal(130, await replay.StopAsync());

        Assert.EndsWith("stopped before the others.", replay.Lines[^1], StringComparison.Ordinal);
        Assert.InRange(await DeadAsync(), 1, 4);
        await ReplayAsync();
        foreach (var id in ids)
            await Deadline.Until("all are consumed", () => IsConsumedAsync(id));
        Assert.Equal(2, (await NodeProcess.TryAsync(Exchange.Settings, "queues", "replay", "nobody")).Code);
    }

    [Fact]
    public async Task A_message_that_another_version_said_is_kept_and_told_of()
    {
        var id = await TellAsync("{}", type: "SaidByANewerVersion");
        await Deadline.Until("it was looked at", async () =>
            await Exchange.ScalarAsync($"select due_at > now() from document_store.outbox where message_id = '{id}'") is true);
        var after = await TellAsync(Sound);
        await Deadline.Until("what was consumed is swept", () => IsConsumedAsync(after));

        Assert.StartsWith("-\tSaidByANewerVersion\tUnknownType\t1\tsince ", await ListAsync(), StringComparison.Ordinal);

        await Exchange.ScalarAsync($"delete from document_store.outbox where message_id = '{id}'");
    }

    [Fact]
    public async Task What_somebody_else_puts_into_a_queue_is_dropped()
    {
        var bus = Exchange.Settings["ConnectionStrings__Bus"];
        await using var connection = await new ConnectionFactory { Uri = new Uri(bus) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var before = Exchange.Logs.Count(IsDropped);
        foreach (var (properties, body) in (IEnumerable<(BasicProperties, byte[])>)[
            (new BasicProperties(), "{}"u8.ToArray()), (new BasicProperties { MessageId = "no uuid" }, [0xff]),
            (new BasicProperties { MessageId = Guid.NewGuid().ToString(), ContentType = "application/vnd.masstransit+json" }, "{}"u8.ToArray())])
            await channel.BasicPublishAsync("", $"hie-{Consumer}-v1", mandatory: true, properties, body);

        await Deadline.Until("they are dropped", () => Task.FromResult(Exchange.Logs.Count(IsDropped) == before + 3));

        Assert.All(await Exchange.Servers.QueuesAsync(bus), queue => Assert.EndsWith("-v1", queue, StringComparison.Ordinal));
        Assert.Equal("No dead letters.", await ListAsync());
    }

    private static bool IsDropped(string line) => line.Contains("It is dropped.", StringComparison.Ordinal);

    /// <summary>Says a fact; its message id.</summary>
    /// <param name="hit">What its consumption shall run into.</param>
    private async Task<Guid> TellAsync(string body, Trigger? hit = null, string type = "StudyRegistered")
    {
        var id = Guid.NewGuid();
        if (hit is not null)
            await Exchange.ScalarAsync($"insert into {hit.Name} values ('{id}') returning 1");
        await Exchange.ScalarAsync(
            $"insert into document_store.outbox (message_id, type, body, created_at, due_at) values ('{id}', '{type}', '{body}', now(), now()) returning 1;"
            + "select pg_notify('hie_outbox', '')");
        return id;
    }

    private async Task<bool> IsDeadAsync(Guid id) =>
        await Exchange.ScalarAsync($"select 1 from document_store.dead_letter where message_id = '{id}' and dead_at is not null") is 1;

    private async Task<bool> IsConsumedAsync(Guid id) =>
        await Exchange.ScalarAsync($"select (select count(*) from document_store.inbox where message_id = '{id}' and consumer = '{Consumer}')"
            + $" - (select count(*) from document_store.outbox where message_id = '{id}')") is 1L;

    private async Task<long> DeadAsync() => (long)(await Exchange.ScalarAsync(
        $"select count(*) from document_store.dead_letter d where consumer = '{Consumer}' and dead_at is not null and not exists (select from document_store.inbox i where i.message_id = d.message_id)"))!;

    private async Task<string> ListAsync() => await NodeProcess.RunAsync(Exchange.Settings, "queues", "list");

    private async Task<string> ReplayAsync(params string[] options) =>
        await NodeProcess.RunAsync(Exchange.Settings, ["queues", "replay", Consumer, .. options]);

    /// <summary>From now on the inbox refuses certain messages with this SQLSTATE, so many times in all.</summary>
    private async Task<Trigger> FailingAsync(string state, int times)
    {
        var name = "fails" + Guid.NewGuid().ToString("N")[..8];
        await Servers.RunAsync(
            Exchange.Settings["ConnectionStrings__Postgres"],
            $"create table {name} (message_id uuid)",
            $"create sequence {name}_times",
            $"""
            create function {name}_hit() returns trigger language plpgsql as $$ begin
              if exists (select from {name} where message_id = new.message_id) and nextval('{name}_times') <= {times} then
                raise exception using errcode = '{state}', message = 'a test wants it so';
              end if;
              return new;
            end $$
            """,
            $"create trigger {name} before insert on document_store.inbox for each row execute function {name}_hit()");
        return new Trigger(name, Exchange);
    }

    private sealed record Trigger(string Name, Exchange Exchange) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() =>
            await Servers.RunAsync(Exchange.Settings["ConnectionStrings__Postgres"], $"drop trigger if exists {Name} on document_store.inbox");
    }
}
