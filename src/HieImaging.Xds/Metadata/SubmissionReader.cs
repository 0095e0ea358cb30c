using System.Xml.Linq;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>Reads lcm:SubmitObjectsRequest (TF-3 4.2.1.4).</summary>
public static class SubmissionReader
{
    /// <summary>Entries, folders and associations of one submission: each is locked, judged and stored in one transaction.</summary>
    public const int MostObjects = 500;

    /// <summary>Everything that is wrong is told at once, each with the attribute and the object's id.</summary>
    public static SubmissionReading Read(XElement request, SubmissionKind kind)
    {
        var findings = new MetadataFindings(kind);
        if (request.Name != Ns.Lcm + "SubmitObjectsRequest" || request.Element(Ns.Rim + "RegistryObjectList") is not { } list)
        {
            findings.Add("SubmitObjectsRequest", "is missing or has no RegistryObjectList", null);
            return new SubmissionReading(null, findings.All);
        }
        if (list.Elements().Count(one => one.Name != Ns.Rim + "Classification" && one.Name != Ns.Rim + "ObjectRef") > MostObjects)
        {
            findings.TooMany(MostObjects);
            return new SubmissionReading(null, findings.All);
        }
        var submission = Read(list, findings);
        if (submission is not null)
            new SubmissionRules(kind, findings).Check(submission);
        return new SubmissionReading(findings.HasErrors ? null : submission, findings.All);
    }

    private static Submission? Read(XElement list, MetadataFindings findings)
    {
        var sets = new List<SubmissionSet>();
        var entries = new List<DocumentEntry>();
        var folders = new List<Folder>();
        var associations = new List<Association>();
        var nodes = NodesOf(list);
        foreach (var element in list.Elements())
        {
            if (element.Name == Ns.Rim + "ExtrinsicObject")
                entries.Add(ObjectReaders.Entry(new RimObject(element, "DocumentEntry", findings)));
            else if (element.Name == Ns.Rim + "Association")
                associations.Add(ObjectReaders.Association(new RimObject(element, "Association", findings)));
            else if (element.Name == Ns.Rim + "RegistryPackage")
                ReadPackage(element, nodes, sets, folders, findings);
            else if (element.Name != Ns.Rim + "Classification" && element.Name != Ns.Rim + "ObjectRef")
                findings.Add("RegistryObjectList", "has an element that is no object of XDS", null);
        }
        if (sets.Count == 1)
            return new Submission { Set = sets[0], Entries = entries, Folders = folders, Associations = associations };
        findings.Add("SubmissionSet", sets.Count == 0 ? "is missing" : "stands more than once", null);
        return null;
    }

    private static void ReadPackage(
        XElement element, ILookup<string, string> nodes, List<SubmissionSet> sets, List<Folder> folders, MetadataFindings findings)
    {
        var id = element.Attribute("id")?.Value ?? "";
        var isSet = nodes[id].Contains(Scheme.SetNode);
        var isFolder = nodes[id].Contains(Scheme.FolderNode);
        if (isSet == isFolder)
            findings.Add("RegistryPackage", "is not classified as either SubmissionSet or Folder", id);
        else if (isSet)
            sets.Add(ObjectReaders.Set(new RimObject(element, "SubmissionSet", findings)));
        else
            folders.Add(ObjectReaders.Folder(new RimObject(element, "Folder", findings)));
    }

    /// <summary>What each package is: a Classification beside it or inside it says so (TF-3 4.2.1.2).</summary>
    private static ILookup<string, string> NodesOf(XElement list) =>
        list.Elements(Ns.Rim + "Classification").Concat(list.Elements(Ns.Rim + "RegistryPackage").Elements(Ns.Rim + "Classification"))
            .Where(c => c.Attribute("classificationNode") is not null)
            .ToLookup(
                c => c.Attribute("classifiedObject")?.Value ?? c.Parent?.Attribute("id")?.Value ?? "",
                c => c.Attribute("classificationNode")!.Value,
                StringComparer.Ordinal);
}
