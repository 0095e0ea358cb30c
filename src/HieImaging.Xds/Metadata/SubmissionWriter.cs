using System.Xml.Linq;

namespace HieImaging.Xds.Metadata;

/// <summary>Writes lcm:SubmitObjectsRequest.</summary>
public static class SubmissionWriter
{
    public static XElement Write(Submission submission) => throw new NotImplementedException();

    /// <summary>rim:ExtrinsicObject.</summary>
    public static XElement Write(DocumentEntry entry) => throw new NotImplementedException();

    /// <summary>rim:RegistryPackage of a SubmissionSet, its classification inside.</summary>
    public static XElement Write(SubmissionSet set) => throw new NotImplementedException();

    /// <summary>rim:RegistryPackage of a Folder.</summary>
    public static XElement Write(Folder folder) => throw new NotImplementedException();

    public static XElement Write(Association association) => throw new NotImplementedException();
}
