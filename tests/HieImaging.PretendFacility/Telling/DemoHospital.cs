using HieImaging.PretendFacility.Archives;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;

namespace HieImaging.PretendFacility.Telling;

/// <summary>A hospital of the demo with what its archive holds.</summary>
public sealed record DemoHospital(PretendHospital Hospital, OrthancArchive Archive, IReadOnlyList<HeldStudy> Studies)
{
    public static async Task<DemoHospital> OpenAsync(PretendHospital hospital, HttpClient http, CancellationToken cancellation)
    {
        var archive = OrthancArchive.Beside(http, hospital.DicomWeb!);
        return new DemoHospital(hospital, archive, await archive.StudiesAsync(cancellation));
    }

    public string Id => Hospital.Id;

    /// <summary>Everybody whom the files name by a number, once each; of a number that the files name in several ways, the fullest.</summary>
    public IReadOnlyList<PretendPatient> Patients =>
        [.. Studies.Select(study => DicomPatient.Of(study, Hospital.Authority)).OfType<PretendPatient>()
            .GroupBy(patient => patient.Number.Value, StringComparer.Ordinal)
            .Select(same => same.MaxBy(patient => patient.Corroborating)!)];

    public IReadOnlyList<HeldStudy> StudiesOf(string patientId) => [.. Studies.Where(study => study.PatientId == patientId && !study.OnlyKeyObjects)];
}
