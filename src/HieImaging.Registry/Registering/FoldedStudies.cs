using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Studies;
using HieImaging.Registry.Documents;

namespace HieImaging.Registry.Registering;

/// <summary>The studies of a unit of work as they stand: who speaks of them, how they are stored, how their patients were named.</summary>
internal sealed record FoldedStudies(
    IReadOnlyList<StudyManifest> Live, IReadOnlyDictionary<string, RegisteredStudy> Stored,
    IReadOnlyDictionary<string, ManifestPatient> Patients)
{
    /// <summary>Asks with the others of a batch; the answer stands once that has been executed. The locks of all must stand before.</summary>
    /// <param name="revived">entryUUIDs of silent documents whose word counts too.</param>
    public static Func<FoldedStudies> Ask(BatchedQuery batch, IReadOnlyCollection<StudyKey> keys, IReadOnlyCollection<string> revived)
    {
        string[] studies = [.. keys.Select(key => key.Id).Distinct(StringComparer.Ordinal)];
        string[] sources = [.. keys.Select(key => key.Source).Distinct(StringComparer.Ordinal)];
        var live = batch.Query(StudyManifest.LiveOf(studies, revived), StudyManifest.Row);
        var stored = batch.Query($"{StudyDocuments.Select} where study.id = any({studies})", StudyDocuments.Row);
        var patients = batch.Query($"{StudyDocuments.SelectPatient} where patient.id = any({sources})", StudyDocuments.PatientRow);
        return () => new FoldedStudies(
            live.Result, stored.Result.ToDictionary(study => study.Id, StringComparer.Ordinal),
            patients.Result.ToDictionary(patient => patient.Id, StringComparer.Ordinal));
    }
}
