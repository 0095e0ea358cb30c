using System.Xml.Linq;

namespace HieImaging.Xds.Metadata;

/// <summary>Reads lcm:SubmitObjectsRequest.</summary>
public static class SubmissionReader
{
    /// <summary>Everything that is wrong is told at once, each with the attribute and the object's id.</summary>
    public static SubmissionReading Read(XElement request, SubmissionKind kind) => throw new NotImplementedException();
}
