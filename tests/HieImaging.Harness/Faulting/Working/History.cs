using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace HieImaging.Harness.Faulting.Working;

/// <summary>
/// What the clients did and were told, one JSON object a line; a line is on the disk (fsync) before its client goes on, for the machine may be
/// what breaks.
/// </summary>
public sealed class History : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Channel<(byte[] Line, TaskCompletionSource? Synced)> _lines =
        Channel.CreateUnbounded<(byte[], TaskCompletionSource?)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _writing;

    public History(string path)
    {
        Path = path;
        _writing = WriteAsync(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
    }

    public string Path { get; }

    /// <summary>Every event of a file, in the order in which they were written; a last line that was cut off is none.</summary>
    public static IEnumerable<HistoryEvent> Read(string path)
    {
        foreach (var line in File.ReadLines(path))
            if (line.EndsWith('}'))
                yield return JsonSerializer.Deserialize<HistoryEvent>(line, Json)!;
    }

    /// <summary>Returns when it is on the disk.</summary>
    public Task AppendAsync(HistoryEvent one)
    {
        var synced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lines.Writer.TryWrite((Line(one), synced));
        return synced.Task;
    }

    /// <summary>Goes to the disk with the next that somebody waits for.</summary>
    public void Note(HistoryEvent one) => _lines.Writer.TryWrite((Line(one), null));

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private static byte[] Line(HistoryEvent one) => [.. JsonSerializer.SerializeToUtf8Bytes(one, Json), (byte)'\n'];

    // Whatever has gathered while the disk was busy goes in one write and one fsync.
    private async Task WriteAsync(FileStream file)
    {
        await using var closing = file;
        var waiting = new List<TaskCompletionSource>();
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var next))
            {
                await file.WriteAsync(next.Line);
                if (next.Synced is { } synced)
                    waiting.Add(synced);
            }
            if (waiting.Count > 0)
                file.Flush(flushToDisk: true);
            foreach (var synced in waiting)
                synced.SetResult();
            waiting.Clear();
        }
    }
}
