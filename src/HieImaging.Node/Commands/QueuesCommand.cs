using System.CommandLine;
using System.Globalization;
using HieImaging.DocumentStore;
using Npgsql;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node queues list|replay NAME</c>: dead letters, and publishing them again.</summary>
internal static class QueuesCommand
{
    public static Command Create()
    {
        var list = new Command("list", "Dead letters by consumer, message type and reason.");
        list.SetAction((_, cancellation) => On(async letters =>
        {
            var counts = await letters.ListAsync(cancellation);
            foreach (var count in counts)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{count.Consumer}\t{count.Type}\t{count.Reason}\t{count.Messages}\tsince {count.Since:yyyy-MM-ddTHH:mm:ssZ}"));
            if (counts.Count == 0)
                Console.WriteLine("No dead letters.");
        }));

        var name = new Argument<string>("NAME") { Description = "The consumer, as list names it." };
        var replay = new Command(
            "replay", "Publishes a consumer's dead letters again, under their own ids: what had its effect has no second one.") { name };
        replay.SetAction((parsed, cancellation) => On(async letters =>
            Console.WriteLine($"{await letters.ReplayAsync(parsed.GetRequiredValue(name), cancellation)} to be published again.")));
        return new Command("queues", "Messages that consumers failed at.") { list, replay };
    }

    private static async Task<int> On(Func<DeadLetters, Task> act)
    {
        var settings = NodeSettings.Read();
        if (settings.Required("ConnectionStrings:Postgres") is not { } postgres)
            return 2;
        await using var source = PostgresDataSource.Open(postgres);
        try
        {
            await act(new DeadLetters(
                new Store(source, TimeProvider.System), settings.GetSection("Bus:Outbox").Get<OutboxOptions>() ?? new OutboxOptions()));
            return 0;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or NpgsqlException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}
