using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Wire;

namespace HieImaging.Registry.Registering;

/// <summary>The keys of studies, and the names of the locks that whoever changes them holds.</summary>
internal static class StudyKeys
{
    public const int Most = 256;

    public static StudyKey Of(Manifest manifest, ParticipantId custodian, ResourceIds ids)
    {
        var source = ids.Source(manifest.Patient.Identifier);
        return new StudyKey(ids.Study(manifest.Study.Uid, custodian, source), manifest.Study.Uid, custodian, source);
    }

    /// <summary>Of all that a submission says itself.</summary>
    public static IEnumerable<StudyKey> Of(IncomingSubmission incoming, ResourceIds ids)
    {
        var custodian = ParticipantId.Parse(incoming.Custodian.Id);
        return incoming.Documents.SelectMany(document => document.Manifests).Select(manifest => Of(manifest, custodian, ids));
    }

    /// <summary>
    /// Each once. Every study is locked, loaded and folded in one transaction: a submission that touches more than some is refused.
    /// </summary>
    /// <exception cref="BoundsExceededException">More than <see cref="Most"/>.</exception>
    public static IReadOnlyList<StudyKey> Bounded(IEnumerable<StudyKey> keys)
    {
        List<StudyKey> distinct = [.. keys.DistinctBy(key => key.Id)];
        return distinct.Count <= Most ? distinct : throw new BoundsExceededException("studies of one submission", Most);
    }

    /// <summary>Of the study, and of its patient as the custodian's manifests name him.</summary>
    public static IEnumerable<string> LocksOf(StudyKey key) => ["study:" + key.Id, "manifest-patient:" + key.Source];
}
