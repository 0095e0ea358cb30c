using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Wire;

namespace HieImaging.Registry.Registering;

/// <summary>
/// How much may be live of one study: every change of it loads and folds all that is, so what could grow without end would become slower
/// with each document.
/// </summary>
internal static class StudyBounds
{
    /// <exception cref="BoundsExceededException">More documents, or references of all together, than the options allow.</exception>
    public static void Check(IEnumerable<StudyManifest> live, SubmittingOptions options)
    {
        var (documents, references) = (0, 0L);
        foreach (var one in live)
        {
            documents++;
            references += one.Manifest.Study.InstanceCount;
        }
        if (documents > options.ManifestsOfStudy)
            throw new BoundsExceededException("documents that speak of one study", options.ManifestsOfStudy);
        if (references > options.ReferencesOfStudy)
            throw new BoundsExceededException("references of all documents of one study", options.ReferencesOfStudy);
    }
}
