using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HieImaging.Harness.Hostile;

/// <summary>What must hold of the node after any input: the same process, alive, not grown, nobody's data told or logged, nobody called, the refusal in the audit trail.</summary>
public sealed partial class NodeWatch(HostileExchange exchange, IReadOnlyList<string> canaries)
{
    private const long LargestGrowth = 256 * 1024 * 1024;
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(1);

    private readonly int _pid = exchange.Node.Id;
    private readonly Uri _live = new(exchange.Node.Management, "health/live");

    /// <summary>How things stood before an input.</summary>
    public sealed record Mark(long Memory, int LogLines, int SinkHits, IReadOnlyDictionary<string, long> Refused);

    public async Task<Mark> MarkAsync()
    {
        ForgetPeak();
        return new Mark(Memory("VmRSS"), exchange.Node.Log.Count, exchange.Sink.Hits, await RefusedAsync());
    }

    /// <summary>What does not hold, one line each.</summary>
    public async Task<IReadOnlyList<string>> ComplaintsAsync(Mark before, HostileAnswer answer)
    {
        var complaints = OfAnswer(answer);
        if (exchange.Node.HasExited || exchange.Node.Id != _pid)
            return [.. complaints, "the process has ended: " + string.Join('\n', exchange.Node.Log.TakeLast(20))];
        if (await LiveAsync() is { } dead)
            complaints.Add(dead);
        if (Memory("VmHWM") - before.Memory is > LargestGrowth and var grown)
            complaints.Add($"memory grew by {grown / 1024 / 1024} MB");
        complaints.AddRange(OfLog(before.LogLines));
        if (exchange.Sink.Hits > before.SinkHits)
            complaints.Add("the sink was called");
        if (answer is { IsRefused: true, Client: { } client } && await AuditedAsync(client, before.Refused.GetValueOrDefault(client)) is var audited and not 1)
            complaints.Add($"{audited} audit records of the refusal");
        return complaints;
    }

    /// <summary>What can be said of the answer alone; cheap enough for every mutation.</summary>
    public static List<string> OfAnswer(HostileAnswer answer)
    {
        var complaints = new List<string>();
        if (answer.Status >= 500 && !answer.MayBe500)
            complaints.Add($"5xx: {answer}");
        if (answer.Took > answer.Within)
            complaints.Add($"it took {answer.Took.TotalSeconds:0.0} s of {answer.Within.TotalSeconds:0}");
        if (answer.IsRefused && Leak().Match(answer.Text) is { Success: true } leak)
            complaints.Add($"the body tells of the inside: {leak.Value}");
        complaints.AddRange(HostileExchange.Secrets.Where(secret => answer.Text.Contains(secret, StringComparison.OrdinalIgnoreCase))
            .Select(secret => $"the body holds data of another organization ({secret})"));
        return complaints;
    }

    /// <summary>Lines of the log from a place on: one JSON object each, without a canary.</summary>
    public IEnumerable<string> OfLog(int from)
    {
        var lines = exchange.Node.Log.Skip(from).ToList();
        foreach (var canary in canaries.Concat(HostileExchange.Secrets))
            if (lines.Find(line => line.Contains(canary, StringComparison.OrdinalIgnoreCase)) is { } told)
                yield return $"the log holds {canary}: {told}";
        if (lines.Find(line => !line.StartsWith('{') || line.Contains('\u001b', StringComparison.Ordinal)) is { } forged)
            yield return $"a line of the log that the node did not mean: {forged}";
    }

    private async Task<string?> LiveAsync()
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            using var answer = await exchange.Plain.GetAsync(_live, patience.Token);
            return answer.IsSuccessStatusCode && Stopwatch.GetElapsedTime(began) <= Alive
                ? null
                : $"/health/live: {(int)answer.StatusCode} after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s";
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return $"/health/live does not answer: {failure.Message}";
        }
    }

    // A record may be written a moment after the answer; two are wrong whenever they come.
    private async Task<long> AuditedAsync(string client, long before)
    {
        for (var tries = 0; ; tries++)
        {
            var since = (await RefusedAsync()).GetValueOrDefault(client) - before;
            if (since > 0 || tries == 20)
                return since;
            await Task.Delay(25);
        }
    }

    // Refusals of every known client so far.
    private async Task<IReadOnlyDictionary<string, long>> RefusedAsync() => JsonSerializer.Deserialize<Dictionary<string, long>>(
        await exchange.AskStoreAsync<string>("""
            select coalesce(json_object_agg(client, refused)::text, '{}')
            from (select client, count(*) as refused from trust.audit_record where outcome = 4 and client is not null group by client) told
            """) ?? "{}")!;

    private long Memory(string which)
    {
        foreach (var line in File.ReadLines($"/proc/{_pid}/status"))
            if (line.StartsWith(which + ":", StringComparison.Ordinal))
                return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        return 0;
    }

    // The peak is that of this input alone (proc(5), clear_refs).
    private void ForgetPeak() => File.WriteAllText($"/proc/{_pid}/clear_refs", "5");

    [GeneratedRegex(@"\n\s+at [A-Za-z_][\w.`<>]+\(|\b(Npgsql|SQLSTATE|System\.[A-Z]\w+Exception|HieImaging\.[A-Z])|\b(select|insert into|delete from) \w+[\s\S]{0,80}\b(from|values|where)\b|(?<![\w:/.])/(home|root|etc|usr|var|proc|src|opt)/", RegexOptions.IgnoreCase)]
    private static partial Regex Leak();
}
