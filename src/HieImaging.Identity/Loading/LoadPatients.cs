using System.Text;
using System.Threading.Channels;
using HieImaging.DocumentStore;
using HieImaging.Identity.Linking;
using HieImaging.RecordLocator.Participants;

namespace HieImaging.Identity.Loading;

/// <summary>
/// A file of patients, fed in batches of several workers that link in turns, in bounded memory: records wait in short queues, one for each
/// worker, and all that is said of one number goes through one of them in the file's order. The same file again changes nothing, so a load that
/// was stopped is begun again.
/// </summary>
public sealed class LoadPatients(Store store, LinkingContext linking, CurrentDomain domain)
{
    private const int Attempts = 8;

    /// <returns>What was done; or what is wrong with the plan or the header, and nothing was.</returns>
    public async Task<(LoadCount? Count, string? Problem)> RunAsync(
        Stream file, LoadPlan plan, Action<long, string> refused, Action<LoadCount> progress, CancellationToken cancellation)
    {
        var feeder = domain.Now.Authority(plan.Authority)?.Feeder
            ?? (domain.Now.IsPatientIdDomain(plan.Authority) ? domain.Now.File.PatientIdDomain.Feeder : null);
        if (feeder is null)
            return (null, "Nobody feeds this assigning authority; the affinity-domain file says who does.");
        var (records, problem) = await RecordsAsync(file, plan, cancellation);
        if (records is null)
            return (null, problem);

        using var turn = new LinkingTurn(store, cancellation);             // the others read and write their words meanwhile
        var tally = await LoadTally.BeginAsync(store, cancellation);
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queues = Enumerable.Range(0, plan.Workers)
            .Select(_ => Channel.CreateBounded<LoadRecord.Read>(2 * plan.AtOnce)).ToList();
        var workers = queues.Select(queue => WorkAsync(queue.Reader, plan, feeder, tally, turn, failure)).ToList();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(failure.Token);
        var telling = tally.TellAsync(progress, ended.Token);
        try
        {
            await foreach (var record in records.WithCancellation(failure.Token))
            {
                tally.Read();
                if (record is LoadRecord.Read read)
                    await queues[QueueOf(read, queues.Count)].Writer.WriteAsync(read, failure.Token);
                else if (record is LoadRecord.Refused not)
                    refused(not.Line, tally.Refuse(not.Reason));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // a worker failed: its failure is the answer
        }
        finally
        {
            queues.ForEach(queue => queue.Writer.TryComplete());
            await Task.WhenAll(workers);
            await ended.CancelAsync();
            await telling;
        }
        return (await tally.CountAsync(cancellation), null);
    }

    private static int QueueOf(LoadRecord.Read record, int queues) =>
        (int)((uint)record.Own.Value.GetHashCode(StringComparison.Ordinal) % (uint)queues);

    private async Task WorkAsync(
        ChannelReader<LoadRecord.Read> queue, LoadPlan plan, string feeder, LoadTally tally, LinkingTurn turn,
        CancellationTokenSource failure)
    {
        try
        {
            var batch = new List<LoadRecord.Read>(plan.AtOnce);
            while (await queue.WaitToReadAsync(failure.Token))
            {
                // a number that comes twice begins the next batch: the second word is said after the first
                while (batch.Count < plan.AtOnce && queue.TryPeek(out var next) && !batch.Exists(one => one.Own == next.Own))
                {
                    batch.Add(next);
                    queue.TryRead(out _);
                }
                await PatientlyAsync(batch, plan, feeder, tally, turn, failure.Token);
                batch.Clear();
            }
        }
        catch
        {
            await failure.CancelAsync();
            throw;
        }
    }

    // What takes too long together (a lock that others hold, a house of hundreds) is done in halves, and one alone again after a while.
    private async Task PatientlyAsync(
        List<LoadRecord.Read> records, LoadPlan plan, string feeder, LoadTally tally, LinkingTurn turn,
        CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                tally.Changed(await LoadBatch.RunAsync(linking, store, plan, feeder, turn, records, cancellation));
                return;
            }
            catch (Exception failure) when (
                failure is StoreUnavailableException or ConcurrencyException && (records.Count > 1 || attempt < Attempts))
            {
                if (records.Count == 1)
                {
                    await Task.Delay(TimeSpan.FromSeconds(attempt), cancellation);
                    continue;
                }
                var half = records.Count / 2;
                await PatientlyAsync(records.GetRange(0, half), plan, feeder, tally, turn, cancellation);
                await PatientlyAsync(records.GetRange(half, records.Count - half), plan, feeder, tally, turn, cancellation);
                return;
            }
    }

    private static async Task<(IAsyncEnumerable<LoadRecord>? Records, string? Problem)> RecordsAsync(
        Stream file, LoadPlan plan, CancellationToken cancellation)
    {
        if (!plan.IsCsv)
            return (NdjsonPatients.ReadAsync(file, plan.Authority, cancellation), null);
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var rows = new CsvRows(new StreamReader(file, strict, detectEncodingFromByteOrderMarks: false, 64 * 1024));
        if (await rows.ReadAsync(cancellation) is not (_, { } header))
            return (null, "The file has no header.");
        var (columns, problem) = CsvColumns.Of(header, plan.Mapping);
        return (columns is null ? null : CsvPatients.ReadAsync(rows, columns, plan.Authority, cancellation), problem);
    }
}
