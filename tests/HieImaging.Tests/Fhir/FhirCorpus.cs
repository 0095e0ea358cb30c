namespace HieImaging.Tests.Fhir;

/// <summary>Real FHIR files, where they are at hand: <c>HIE_CORPUS</c>, else <c>../shared/data</c> beside the repository.</summary>
internal static class FhirCorpus
{
    internal static string? Folder(string name)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("HIE_CORPUS") ?? Path.Combine(Repository(), "..", "shared", "data"), name);
        return Directory.Exists(folder) ? folder : null;
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HieImaging.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
