using System.Text.Json;
using System.Text.Json.Serialization;

namespace HieImaging.Publisher.Keeping;

/// <summary>
/// The publisher's memory: one JSON line a change, each on the disk before the next step is taken; the last line of a study counts. A crash
/// can only cut the last line, which is then not yet true. At start, and when it has grown to several times what it says, the file is
/// written anew beside itself and renamed.
/// </summary>
internal sealed class PublishState : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
    };

    private const int FewLines = 10_000;

    private readonly Dictionary<StudyKey, PublishedStudy> _studies = [];
    private readonly Dictionary<string, HashSet<StudyKey>> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchedStudy> _watched = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly FileStream _lock;
    private FileStream _journal;
    private int _lines;

    private PublishState(string path, FileStream alone)
    {
        (_path, _lock) = (path, alone);
        Read(path);
        _journal = Compact();
    }

    /// <summary>Whether every study that the archive had at the beginning has been offered in bulk.</summary>
    public bool FirstLoadDone { get; private set; }

    public IReadOnlyCollection<PublishedStudy> Studies => _studies.Values;

    /// <summary>How each study of the archive was when it was last read.</summary>
    public IReadOnlyDictionary<string, WatchedStudy> Watched => _watched;

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

    /// <summary>What is published, or on its way, under one Study UID: one for each patient.</summary>
    public IReadOnlyList<PublishedStudy> Under(string study) =>
        _keys.TryGetValue(study, out var keys) ? [.. keys.Select(key => _studies[key])] : [];

    /// <summary>True on return means true after a crash: all of them in one write.</summary>
    public void Keep(params IReadOnlyCollection<PublishedStudy> studies)
    {
        var lines = new MemoryStream();
        foreach (var study in studies)
            Write(lines, new Line { Study = study });
        Append(lines, durable: true);
        foreach (var study in studies)
            Take(study);
    }

    public void FinishFirstLoad()
    {
        var line = new MemoryStream();
        Write(line, new Line { FirstLoadDone = true });
        Append(line, durable: true);
        FirstLoadDone = true;
    }

    /// <summary>Remembered across a crash of the process; should the machine lose it, the study is only read once more.</summary>
    public void Keep(WatchedStudy study)
    {
        var line = new MemoryStream();
        Write(line, new Line { Watched = study });
        Append(line, durable: false);
        _watched[study.Study] = study;
    }

    /// <summary>The archive has it no more.</summary>
    public void Forget(string study)
    {
        if (!_watched.Remove(study))
            return;
        var line = new MemoryStream();
        Write(line, new Line { Forgotten = study });
        Append(line, durable: false);
    }

    public void Dispose()
    {
        _journal.Dispose();
        _lock.Dispose();
    }

    private void Append(MemoryStream lines, bool durable)
    {
        var text = lines.GetBuffer().AsSpan(0, (int)lines.Length);
        try
        {
            if (_lines > FewLines && _lines > 3 * (_studies.Count + _watched.Count))
            {
                _journal.Dispose();
                _journal = Compact();
            }
            _journal.Write(text);
            _journal.Flush(flushToDisk: durable);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StateLostException(failure);
        }
        _lines += text.Count((byte)'\n');
    }

    private void Take(PublishedStudy study)
    {
        var isNothing = study.Current is null && study.Pending is null;
        if (!_keys.TryGetValue(study.Key.Study, out var keys))
            _keys[study.Key.Study] = keys = [];
        if (isNothing)
        {
            _studies.Remove(study.Key);
            keys.Remove(study.Key);
            _watched.Remove(study.Key.Study);              // should it come back as it was, it is published anew
        }
        else
        {
            _studies[study.Key] = study;
            keys.Add(study.Key);
        }
        if (keys.Count == 0)
            _keys.Remove(study.Key.Study);
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
            if (read.Watched is { } watched)
                _watched[watched.Study] = watched;
            if (read.Forgotten is { } forgotten)
                _watched.Remove(forgotten);
        }
    }

    /// <summary>Writes the file anew, and opens it for what follows.</summary>
    private FileStream Compact()
    {
        var beside = _path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;         // it names patients' numbers
        using (var file = new FileStream(beside, options))
        {
            Write(file, new Line { FirstLoadDone = FirstLoadDone });
            foreach (var study in _studies.Values)
                Write(file, new Line { Study = study });
            foreach (var study in _watched.Values)
                Write(file, new Line { Watched = study });
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, _path, overwrite: true);
        _lines = 1 + _studies.Count + _watched.Count;
        return new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
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
        public WatchedStudy? Watched { get; init; }
        public string? Forgotten { get; init; }
    }
}
