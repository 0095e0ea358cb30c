namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>The DICOM files of the corpus, where it is at hand: <c>HIE_CORPUS</c>, else <c>../shared/data</c> beside the repository.</summary>
internal static class DicomFiles
{
    /// <summary>All files of a folder of the corpus in the order of their names; none where there is no corpus.</summary>
    public static IReadOnlyList<string> OfCorpus(string folder, string pattern)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "HieImaging.sln")))
            root = root.Parent;
        var corpus = Environment.GetEnvironmentVariable("HIE_CORPUS") ?? Path.Combine(root?.FullName ?? ".", "..", "shared", "data");
        var path = Path.Combine(corpus, folder);
        return Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
    }
}
