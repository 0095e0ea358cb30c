using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Manifests;

/// <summary>Real key objects, where they are at hand: <c>HIE_CORPUS</c>, else <c>../shared/data</c> beside the repository.</summary>
internal static class KeyObjectCorpus
{
    public static CustodianTerms Terms { get; } = new() { DefaultAuthority = AssigningAuthority.Parse("1.3.6.1.4.1.21367.13.20.1") };

    /// <summary>The folder; null, and a line written, where the corpus is absent.</summary>
    public static string? Folder(ITestOutputHelper output)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "HieImaging.sln")))
            root = root.Parent;
        var corpus = Environment.GetEnvironmentVariable("HIE_CORPUS") ?? Path.Combine(root?.FullName ?? ".", "..", "shared", "data");
        var folder = Path.Combine(corpus, "dicom", "kos");
        if (Directory.Exists(folder))
            return folder;
        output.WriteLine("The corpus is absent: nothing was checked.");
        return null;
    }

    public static IReadOnlyList<Manifest> Read(string file, CustodianTerms? terms = null) =>
        Assert.IsType<KeyObjectReading.Manifests>(KeyObjectReader.Read(File.ReadAllBytes(file), terms ?? Terms)).Of;
}
