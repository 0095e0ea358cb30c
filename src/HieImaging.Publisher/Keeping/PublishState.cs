using System.Text.Json;
using System.Text.Json.Serialization;

namespace HieImaging.Publisher.Keeping;

/// <summary>
/// The publisher's memory: one JSON line a change, each on the disk before the next step is taken; the last line of a study counts. A crash
/// can only cut the last line, which is then not yet true. At start the file is written anew beside itself and renamed.
/// </summary>
internal sealed class PublishState : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
    };

    private readonly Dictionary<StudyKey, PublishedStudy> _studies = [];
    private readonly FileStream _lock;
    private readonly FileStream _journal;

    private PublishState(string path, FileStream alone)
    {
        _lock = alone;
        Read(path);
        Compact(path);
        _journal = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Whether every study that the archive had at the beginning has been offered in bulk.</summary>
    public bool FirstLoadDone { get; private set; }

    public IReadOnlyCollection<PublishedStudy> Studies => _studies.Values;

    /// <exception cref="IOException">Another publisher has the file, or it cannot be written.</exception>
    /// <exception cref="JsonException">It is not such a file.</exception>
    public static PublishState Open(string path)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var alone = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            return new PublishState(path, alone);
        }
        catch
        {
            alone.Dispose();
            throw;
        }
    }

    public PublishedStudy? Of(StudyKey key) => _studies.GetValueOrDefault(key);

    /// <summary>True on return means true after a crash: all of them in one write.</summary>
    public void Keep(params IReadOnlyCollection<PublishedStudy> studies)
    {
        var lines = new MemoryStream();
        foreach (var study in studies)
            Write(lines, new Line { Study = study });
        Append(lines);
        foreach (var study in studies)
            Take(study);
    }

    public void FinishFirstLoad()
    {
        var line = new MemoryStream();
        Write(line, new Line { FirstLoadDone = true });
        Append(line);
        FirstLoadDone = true;
    }

    public void Dispose()
    {
        _journal.Dispose();
        _lock.Dispose();
    }

    private void Append(MemoryStream lines)
    {
        _journal.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
        _journal.Flush(flushToDisk: true);
    }

    private void Take(PublishedStudy study)
    {
        if (study.Current is null && study.Pending is null)
            _studies.Remove(study.Key);
        else
            _studies[study.Key] = study;
    }

    private void Read(string path)
    {
        if (!File.Exists(path))
            return;
        // A line is true once its end is there; what follows the last end was being written when the power went.
        var text = File.ReadAllText(path);
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var read = JsonSerializer.Deserialize<Line>(line, Json) ?? throw new JsonException("An empty line.");
            FirstLoadDone |= read.FirstLoadDone == true;
            if (read.Study is { } study)
                Take(study);
        }
    }

    private void Compact(string path)
    {
        var beside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;         // it names patients' numbers
        using (var file = new FileStream(beside, options))
        {
            Write(file, new Line { FirstLoadDone = FirstLoadDone });
            foreach (var study in _studies.Values)
                Write(file, new Line { Study = study });
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }

    private static void Write(Stream target, Line line)
    {
        JsonSerializer.Serialize(target, line, Json);
        target.WriteByte((byte)'\n');
    }

    private sealed record Line
    {
        public bool? FirstLoadDone { get; init; }
        public PublishedStudy? Study { get; init; }
    }
}
