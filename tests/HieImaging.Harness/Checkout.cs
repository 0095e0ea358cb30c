namespace HieImaging.Harness;

/// <summary>Where things lie in the repository and what was built of them.</summary>
public static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: what this test was built as.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The real studies, manifests and IHE material; null where they are absent.</summary>
    public static string? Corpus { get; } = FindCorpus();

    /// <summary>The built assembly of an executable: <c>Built("HieImaging.Node", "hie-node")</c>.</summary>
    public static string Built(string project, string assembly) =>
        Path.Combine(Root, "src", project, "bin", Configuration, "net10.0", assembly + ".dll");

    /// <summary>A new folder for a test's files, below the state folder.</summary>
    public static string NewFolder(string purpose)
    {
        var state = Environment.GetEnvironmentVariable("HIE_STATE") ?? Path.Combine(Root, ".state", "tests");
        return Directory.CreateDirectory(Path.Combine(state, $"{purpose}-{Guid.NewGuid().ToString("N")[..8]}")).FullName;
    }

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "HieImaging.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("The tests do not lie in a checkout.");
    }

    private static string? FindCorpus()
    {
        var corpus = Environment.GetEnvironmentVariable("HIE_CORPUS") ?? Path.Combine(Root, "..", "shared", "data");
        return Directory.Exists(corpus) ? Path.GetFullPath(corpus) : null;
    }
}
