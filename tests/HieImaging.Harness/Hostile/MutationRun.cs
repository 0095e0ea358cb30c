using System.Collections.Concurrent;
using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>
/// Seeded mutations of good requests, over several connections at once: the node lives, answers each in time and tells nothing of its
/// inside; of what it refuses it keeps nothing, and a good request is taken afterwards.
/// </summary>
public sealed class MutationRun(HostileExchange exchange, int seed)
{
    private const int Connections = 6;
    private const int MostComplaints = 20;

    private readonly int _pid = exchange.Node.Id;

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public string Verdict => $"{Passed} mutations passed, {Failed} failed, seed {seed}";

    /// <summary>So many mutations of the door's good requests.</summary>
    /// <param name="tell">A line for the door, and one for each of the first failures.</param>
    public async Task PlayAsync(MutatedDoor door, int count, Action<string> tell, CancellationToken cancellation)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var logged = exchange.Node.Log.Count;
        var watch = new NodeWatch(exchange, []);
        var (before, sink) = (await KeptAsync(), exchange.Sink.Hits);
        var complaints = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        var (next, kept, failed) = (-1, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var connection = new KeptConnection(exchange.Address);
            var mutator = new Mutator(door.Words);
            for (int number; (number = Interlocked.Increment(ref next)) < count;)
            {
                var token = await exchange.TokenAsync(door.Client);
                var good = door.Good(number) is { Length: > 0 } made ? made : Encoding.Latin1.GetBytes(token);
                var mutant = mutator.Mutate(good, new Random(HashCode(door.Name, number)));
                var request = door.Wrap(mutant, token);
                var answer = door.Read(await connection.SendAsync(request, cancellation));
                if (door.IsHead && mutant.Contains((byte)'\n'))
                    connection.Close();                                     // what else it may have become is answered to nobody
                statuses.AddOrUpdate(answer.Status, 1, (_, times) => times + 1);
                Interlocked.Add(ref kept, door.Kept(answer));
                var wrong = NodeWatch.OfAnswer(answer).Where(one => answer.Status != 503 || !one.StartsWith("5xx", StringComparison.Ordinal)).ToList();
                if (wrong.Count == 0)
                    continue;
                Interlocked.Increment(ref failed);
                complaints.Enqueue($"{door.Name} mutation {number} of seed {seed}: {string.Join("; ", wrong)}\n       request {Convert.ToBase64String(request)}");
            }
        }));

        if (exchange.Node.HasExited || exchange.Node.Id != _pid)
            complaints.Enqueue($"{door.Name}: the process has ended: {string.Join('\n', exchange.Node.Log.TakeLast(20))}");
        else
            await AfterwardsAsync();
        Failed += failed + (complaints.Count - failed);
        Passed += count - failed;
        tell($"{door.Name}: {count} mutations in {System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, {kept} taken, answers "
            + string.Join(", ", statuses.OrderBy(one => one.Key).Select(one => $"{(one.Key == 0 ? "closed" : one.Key)}: {one.Value}")));
        foreach (var complaint in complaints.Take(MostComplaints))
            tell("FAILED " + complaint);

        async Task AfterwardsAsync()
        {
            if (await KeptAsync() - before is var documents && documents != kept)
                complaints.Enqueue($"{door.Name}: {kept} were taken and {documents} are kept");
            if (exchange.Sink.Hits > sink)
                complaints.Enqueue($"{door.Name}: the sink was called");
            foreach (var line in watch.OfLog(logged))
                complaints.Enqueue($"{door.Name}: {line}");
            using var connection = new KeptConnection(exchange.Address);
            var token = await exchange.TokenAsync(door.Client);
            var good = door.Good(count) is { Length: > 0 } made ? made : Encoding.Latin1.GetBytes(token);
            var control = door.Read(await connection.SendAsync(door.Wrap(good, token), cancellation));
            if (control.IsRefused)
                complaints.Enqueue($"{door.Name}: a good request afterwards is refused: {control}");
        }
    }

    private Task<long> KeptAsync() => exchange.AskStoreAsync<long>("select count(*) from registry.document_entry");

    // the same in every process, unlike string.GetHashCode
    private int HashCode(string door, int number)
    {
        var hash = 17;
        foreach (var letter in door)
            hash = unchecked((hash * 31) + letter);
        return unchecked((((hash * 31) + seed) * 397) ^ number);
    }
}
