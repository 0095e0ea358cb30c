using System.CommandLine;
using System.Globalization;
using HieImaging.DocumentStore;
using HieImaging.Node.Messaging;
using HieImaging.Node.Roles;
using Npgsql;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node queues list|replay NAME</c>: dead letters, and publishing them again.</summary>
internal static class QueuesCommand
{
    private const int Stopped = 130;

    public static Command Create()
    {
        var list = new Command("list", "Dead letters by consumer, message type and reason, and how old they are.");
        list.SetAction((_, cancellation) => On(async (letters, _) =>
        {
            var counts = await letters.ListAsync(cancellation);
            foreach (var count in counts)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{count.Consumer}\t{count.Type}\t{count.Reason}\t{count.Messages}\tsince {count.Since:s}Z\tlatest {count.Latest:s}Z"));
            if (counts.Count == 0)
                Console.WriteLine("No dead letters.");
            return 0;
        }));

        var name = new Argument<string>("NAME") { Description = "The consumer, as list names it." };
        var reason = new Option<string?>("--reason") { Description = "Only those of this reason, as list names it." };
        var limit = new Option<int>("--limit") { Description = "At most so many, the oldest first.", DefaultValueFactory = _ => int.MaxValue };
        var rate = new Option<int>("--rate") { Description = "So many a second.", DefaultValueFactory = _ => 50 };
        foreach (var number in (Option<int>[])[limit, rate])
            number.Validators.Add(given =>
            {
                if (given.GetValueOrDefault<int>() < 1)
                    given.AddError($"{number.Name} is at least 1.");
            });
        var replay = new Command(
            "replay",
            "Publishes a consumer's dead letters again, under their own ids: what had its effect has no second one. May be stopped at any time.")
        { name, reason, limit, rate };
        replay.SetAction((parsed, cancellation) => On((letters, consumers) =>
        {
            var consumer = parsed.GetRequiredValue(name);
            if (consumers.Listed.Any(listed => listed.Consumer == consumer))
                return Replay(letters, consumer, parsed.GetValue(reason), parsed.GetValue(limit), parsed.GetValue(rate), cancellation);
            var names = consumers.Listed.Select(listed => listed.Consumer).Distinct(StringComparer.Ordinal);
            Console.Error.WriteLine($"There is no consumer {consumer}, but: {string.Join(", ", names)}.");
            return Task.FromResult(2);
        }));
        return new Command("queues", "Messages that consumers failed at.") { list, replay };
    }

    // A second's worth in one transaction, then the rest of the second: stopped in between, nothing is half done.
    private static async Task<int> Replay(
        DeadLetters letters, string consumer, string? reason, int limit, int rate, CancellationToken cancellation)
    {
        var replayed = 0;
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (true)
            {
                var atMost = Math.Min(rate, limit - replayed);
                var now = await letters.ReplayAsync(consumer, reason, atMost, cancellation);
                replayed += now;
                if (now < atMost || replayed == limit)
                    break;
                await second.WaitForNextTickAsync(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine($"{replayed} to be published again; stopped before the others.");
            return Stopped;
        }
        Console.WriteLine($"{replayed} to be published again.");
        return 0;
    }

    private static async Task<int> On(Func<DeadLetters, OutboxConsumers, Task<int>> act)
    {
        var settings = NodeSettings.Read();
        if (settings.Required("ConnectionStrings:Postgres") is not { } postgres)
            return 2;
        await using var source = PostgresDataSource.Open(postgres);
        var consumers = ListedConsumers.Of(NodeRoles.All);
        try
        {
            return await act(new DeadLetters(
                new Store(source, TimeProvider.System), consumers,
                settings.GetSection("Bus:Outbox").Get<OutboxOptions>() ?? new OutboxOptions()), consumers);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or NpgsqlException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}
