using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Xml;

namespace HieImaging.Tests.Fhir;

/// <summary>The sound resources of the corpus, JSON and XML, each by itself: those of a Bundle's entries too.</summary>
internal static class CorpusResources
{
    /// <param name="largest">Files up to so many bytes.</param>
    /// <param name="entries">So many entries of a Bundle.</param>
    internal static IEnumerable<(string Id, JsonElement Resource)> All(long largest, int entries)
    {
        if (FhirCorpus.Folder("ihe") is not { } folder)
            yield break;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName))
        {
            if (file.Length > largest || file.Extension is not (".json" or ".xml"))
                continue;
            var bytes = File.ReadAllBytes(file.FullName);
            if ((file.Extension == ".xml" ? FhirXml.Read(bytes) : FhirJson.Read(bytes)) is not FhirReading.Accepted { Resource: var resource })
                continue;
            yield return (file.Name, resource.Root);
            if (!resource.Root.TryGetProperty("entry", out var all) || resource.Type != "Bundle")
                continue;
            foreach (var (index, entry) in all.EnumerateArray().Index().Take(entries))
            {
                if (entry.TryGetProperty("resource", out var inner))
                    yield return ($"{file.Name}/{index}", inner);
            }
        }
    }
}
