namespace HieImaging.Tests.Architecture;

/// <summary>Where the sources of the running tests are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "HieImaging.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("HieImaging.sln is above none of the test's folders.");
        return folder;
    }
}
