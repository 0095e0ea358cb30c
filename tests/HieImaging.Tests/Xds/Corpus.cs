namespace HieImaging.Tests.Xds;

/// <summary>The real material; null where it is absent.</summary>
internal static class Corpus
{
    public static string? Folder(params string[] path)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "HieImaging.sln")))
            at = at.Parent;
        var root = Environment.GetEnvironmentVariable("HIE_CORPUS") ?? Path.Combine(at?.FullName ?? ".", "..", "shared", "data");
        var folder = Path.Combine([root, .. path]);
        return Directory.Exists(folder) ? folder : null;
    }
}
