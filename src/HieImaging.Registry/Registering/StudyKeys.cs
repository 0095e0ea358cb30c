using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Documents;

namespace HieImaging.Registry.Registering;

/// <summary>The keys of studies, and the names of the locks that whoever changes them holds.</summary>
internal static class StudyKeys
{
    public static StudyKey Of(Manifest manifest, ParticipantId custodian, ResourceIds ids)
    {
        var source = ids.Source(manifest.Patient.Identifier);
        return new StudyKey(ids.Study(manifest.Study.Uid, custodian, source), manifest.Study.Uid, custodian, source);
    }

    /// <summary>Of the study, and of its patient as the custodian's manifests name him.</summary>
    public static IEnumerable<string> LocksOf(StudyKey key) => ["study:" + key.Id, "manifest-patient:" + key.Source];
}
