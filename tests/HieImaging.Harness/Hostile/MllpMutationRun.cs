using System.Collections.Concurrent;
using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>
/// Seeded mutations of good messages over several connections at once: the node lives, has an answer for each or closes, tells nothing of
/// its inside, keeps what it acknowledged and nothing else, and takes a good message afterwards.
/// </summary>
public sealed class MllpMutationRun(HostileExchange exchange, int seed)
{
    private const int Connections = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly IReadOnlyList<byte[]> Words =
    [
        "\v"u8.ToArray(), "\u001c\r"u8.ToArray(), "\u001c"u8.ToArray(), "\r"u8.ToArray(), "\n"u8.ToArray(),
        .. MutatedDoor.Of(
            "MSH|^~\\&|", "\rMRG|X^^^ORGA", "\rPID|", "|A40|", "^A40^", "^A47^", "^A24^", "|2.3.1", "|2.9", "UNICODE UTF-8", "8859/9", "\\X00\\", "\\F\\", "\\.br\\",
            "\"\"", "&ISO", "^^^ORGB", "^^^&1.2.3&ISO", "19991399", "20260501+9999", "~~~~", "^^^^", "&&&&", "|T|", "\\E", "\u00ff\u00fe"),
        .. MutatedDoor.TextWords,
    ];

    public string Verdict { get; private set; } = "";

    /// <param name="tell">A line for the door, and one for each failure.</param>
    /// <returns>How many failed.</returns>
    public async Task<int> PlayAsync(int count, Action<string> tell, CancellationToken cancellation)
    {
        var channel = new MllpChannel(exchange);
        var (watch, logged, kept) = (new NodeWatch(exchange, ["ZZPHI-", "ZZCANARY"]), exchange.Node.Log.Count, await KeptAsync());
        var complaints = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        var (next, pid) = (-1, exchange.Node.Id);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            var mutator = new Mutator(Words);
            for (int number; (number = Interlocked.Increment(ref next)) < count;)
            {
                // numbers of its own, so that nobody whom another input speaks of becomes somebody else
                var mutant = mutator.Mutate(MllpChannel.Good($"M-{seed}-{number}"), new Random(Mixed(number)));
                var answer = await OnceAsync(mutant, cancellation);
                statuses.AddOrUpdate(answer.Status, 1, (_, times) => times + 1);
                if (NodeWatch.OfAnswer(answer) is { Count: > 0 } wrong)
                    complaints.Enqueue($"mllp mutation {number} of seed {seed}: {string.Join("; ", wrong)}\n       {Convert.ToBase64String(mutant)}");
            }
        }));
        if (exchange.Node.HasExited || exchange.Node.Id != pid)
            complaints.Enqueue("mllp: the process has ended: " + string.Join('\n', exchange.Node.Log.TakeLast(20)));
        else
        {
            if (await KeptAsync() - kept is var taken && taken != statuses.GetValueOrDefault(200))
                complaints.Enqueue($"mllp: {statuses.GetValueOrDefault(200)} were acknowledged and {taken} are kept");
            foreach (var line in watch.OfLog(logged))
                complaints.Enqueue("mllp: " + line);
            if (await channel.ControlAsync(cancellation) is { Status: not 200 } control)
                complaints.Enqueue($"mllp: a good message afterwards is refused: {control}");
        }
        tell($"mllp: {count} mutations, answers " + string.Join(", ", statuses.OrderBy(one => one.Key).Select(one => $"{Word(one.Key)}: {one.Value}")));
        foreach (var complaint in complaints.Take(20))
            tell("FAILED " + complaint);
        Verdict = $"{count - complaints.Count} mutations passed, {complaints.Count} failed, seed {seed}";
        return complaints.Count;
    }

    private async Task<HostileAnswer> OnceAsync(byte[] mutant, CancellationToken cancellation)
    {
        using var conversation = await MllpConversation.OpenAsync(exchange.Node.Mllp!, cancellation);
        // what has no end is not waited for, and what has no start is closed
        var hasEnd = mutant.AsSpan().IndexOf((byte)0x1C) > mutant.AsSpan().IndexOf((byte)0x0B) && mutant.AsSpan().Contains((byte)0x0B);
        var answer = await conversation.SendAsync(mutant, hasEnd ? Patience : TimeSpan.FromMilliseconds(50), cancellation);
        return hasEnd || answer.Status != 0 ? answer : answer with { Took = TimeSpan.Zero };
    }

    private Task<long> KeptAsync() => exchange.AskStoreAsync<long>("select count(*) from identity.feed_message");

    private int Mixed(int number) => unchecked((seed * 397) ^ (number * 31) ^ 17);

    private static string Word(int status) => status switch { 200 => "AA", 400 => "AE or AR", 0 => "none", _ => "unreadable" };
}
