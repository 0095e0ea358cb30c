using System.Diagnostics;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Querying;

/// <summary>So many clients that ask, wait for the answer, check it, and ask again: what the server can do at most. It shares the cores.</summary>
/// <param name="headers">Of every request, each with its line end.</param>
/// <param name="path">A request of a number drawn at random.</param>
/// <param name="isRight">Whether a body is the right answer.</param>
internal sealed class QueryLoop(Uri server, string headers, Func<Random, string> path, Func<ReadOnlySpan<byte>, bool> isRight)
{
    /// <summary>Asks for so long; the sample has <c>p50Ms</c>, <c>p99Ms</c> and <c>bytes</c> (of a body).</summary>
    public async Task<Sample> RunAsync(int clients, TimeSpan length, CancellationToken cancellation)
    {
        var bytes = 0L;
        var started = Stopwatch.GetTimestamp();
        var loops = Enumerable.Range(0, clients).Select(number => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(number);
                var took = new List<double>();
                var read = 0L;
                using var conversation = new HttpConversation(server, headers);
                while (Stopwatch.GetElapsedTime(started) < length && !cancellation.IsCancellationRequested)
                {
                    var asked = Stopwatch.GetTimestamp();
                    var body = conversation.Get(path(random));
                    took.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                    if (!isRight(body))
                        throw new HttpRequestException("An answer is wrong: " + System.Text.Encoding.UTF8.GetString(body[..Math.Min(body.Length, 500)]));
                    read += body.Length;
                }
                Interlocked.Add(ref bytes, read);
                return took;
            },
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        var all = (await Task.WhenAll(loops)).SelectMany(took => took).Order().ToArray();
        return new Sample(all.Length, Stopwatch.GetElapsedTime(started))
            .With("p50Ms", all[all.Length / 2]).With("p99Ms", all[all.Length * 99 / 100]).With("bytes", (double)bytes / all.Length);
    }
}
