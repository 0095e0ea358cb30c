using System.Globalization;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>Why a reader differs from this one, for the rows of which it is true. Either side may lack the row.</summary>
internal sealed record Explanation(string Reason, Func<FileAtHand, OracleRow?, OracleRow?, bool> Explains);

/// <summary>The file whose rows are compared.</summary>
internal sealed record FileAtHand(string Path, HieImaging.Dicom.Files.DicomFile File)
{
    /// <summary>Whether others made it.</summary>
    public bool IsOfCorpus => Path.EndsWith(".dcm", StringComparison.Ordinal);
}

/// <summary>Rows of two readers, file by file: what agrees, what differs for a known reason, and what nothing explains.</summary>
internal sealed class Comparison(string oracle, params IReadOnlyList<Explanation> known)
{
    private readonly SortedDictionary<string, (HashSet<FileAtHand> Files, int Rows)> _explained = new(StringComparer.Ordinal);
    private readonly List<string> _unexplained = [];
    private readonly List<FileAtHand> _files = [];
    private readonly List<FileAtHand> _equal = [];
    private int _rows;

    public IReadOnlyList<string> Unexplained => _unexplained;

    /// <summary>Compares one file; gives the number of rows that differ.</summary>
    public void Add(FileAtHand file, IReadOnlyList<OracleRow> ours, IReadOnlyList<OracleRow> theirs)
    {
        var left = new Dictionary<string, OracleRow>(theirs.Count);
        foreach (var row in theirs)
            left[row.Path] = row;
        var differences = 0;
        foreach (var row in ours)
        {
            left.Remove(row.Path, out var other);
            if (!IsSame(row, other))
                differences += Explain(file, row, other);
        }
        differences += left.Values.Sum(row => Explain(file, null, row));
        _files.Add(file);
        _rows += ours.Count;
        if (differences == 0)
            _equal.Add(file);
    }

    /// <summary>The counts, those of the corpus behind those of all files.</summary>
    public override string ToString()
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{oracle}: {Count(_files)} files, {_rows} attributes, {Count(_equal)} files without any difference");
        foreach (var (reason, (files, rows)) in _explained)
            text += string.Create(CultureInfo.InvariantCulture, $"\n  {Count(files)} files, {rows} attributes: {reason}");
        return _unexplained.Count == 0
            ? text
            : $"{text}\n  UNEXPLAINED {_unexplained.Count}:\n  {string.Join("\n  ", _unexplained.Take(40))}";
    }

    private static string Count(IReadOnlyCollection<FileAtHand> files) =>
        string.Create(CultureInfo.InvariantCulture, $"{files.Count} ({files.Count(file => file.IsOfCorpus)})");

    private static bool IsSame(OracleRow ours, OracleRow? theirs) =>
        theirs is not null && ours.VR == theirs.VR && ours.Value == theirs.Value && (ours.Length ?? theirs.Length) == (theirs.Length ?? ours.Length);

    private int Explain(FileAtHand file, OracleRow? ours, OracleRow? theirs)
    {
        if (known.FirstOrDefault(explanation => explanation.Explains(file, ours, theirs)) is { } reason)
        {
            var (files, rows) = _explained.GetValueOrDefault(reason.Reason, ([], 0));
            files.Add(file);
            _explained[reason.Reason] = (files, rows + 1);
        }
        else
        {
            _unexplained.Add($"{file.Path}: ours {Shown(ours)}, theirs {Shown(theirs)}");
        }
        return 1;
    }

    private static string Shown(OracleRow? row) =>
        row is null ? "absent" : $"{row.Path} {row.VR} '{(row.Value.Length > 80 ? row.Value[..80] + "…" : row.Value)}' {row.Length}";
}
