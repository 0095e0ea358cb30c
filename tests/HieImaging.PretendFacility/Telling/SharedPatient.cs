using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;

namespace HieImaging.PretendFacility.Telling;

/// <summary>The patient of the story: where they were imaged and under which numbers, and the hospital that meets them next and gives a number of its own.</summary>
/// <param name="Known">At the hospitals that hold their images.</param>
/// <param name="Seeker">The hospital that meets them next.</param>
/// <param name="NewNumber">What the seeker calls them.</param>
/// <param name="Trusted">The number that they carry in their pocket.</param>
public sealed record SharedPatient(IReadOnlyList<(DemoHospital Hospital, PretendPatient Patient)> Known, DemoHospital Seeker, string NewNumber, string Trusted)
{
    // What registration desks enter when they do not know; such names corroborate nothing.
    private static readonly HashSet<string> NoNames = new(StringComparer.OrdinalIgnoreCase) { "test", "anonymous", "anon", "unknown", "none", "patient", "name", "noname", "na", "baby" };

    private static readonly DateOnly UnknownBirth = new(1900, 1, 1);

    /// <summary>In phantom studies the person whom several hospitals know by a trusted number; in real ones whoever is best described.</summary>
    /// <returns>Null when there is only one hospital, or nobody is described by two fields.</returns>
    public static SharedPatient? Choose(IReadOnlyList<DemoHospital> hospitals, bool phantoms)
    {
        var everybody = hospitals.SelectMany(hospital => hospital.Patients.Select(patient => (hospital, patient))).ToList();
        var best = phantoms
            ? everybody.Where(one => TrustedOf(one.hospital.Hospital, one.patient) is not null)
                .GroupBy(one => TrustedOf(one.hospital.Hospital, one.patient)).Where(same => same.Count() < hospitals.Count).MaxBy(same => same.Count())?.ToList()
            : everybody.Where(one => Fields(one.patient) >= 2 && one.hospital.StudiesOf(one.patient.Number.Value).Count > 0)
                .OrderByDescending(one => Fields(one.patient)).ThenByDescending(one => one.hospital.StudiesOf(one.patient.Number.Value).Count).Take(1).ToList();
        if (best is null or [])
            return null;
        var seeker = hospitals.Except(best.Select(one => one.hospital)).LastOrDefault();
        return seeker is null ? null : new SharedPatient(best, seeker, $"{seeker.Id.ToUpperInvariant()}-40711", TrustedOf(best[0].hospital.Hospital, best[0].patient) ?? "900-55-0117");
    }

    /// <summary>The trusted number that the hospital's ADT system knows of its patient without being asked.</summary>
    public static string? TrustedOf(PretendHospital hospital, PretendPatient patient) =>
        PhantomSet.Trusted.Where(known => known.Hospital == hospital.Id && known.PatientId == patient.Number.Value).Select(known => known.Trusted).FirstOrDefault();

    /// <summary>The patient as the seeker's ADT tells of them.</summary>
    public PretendPatient AtSeeker => Known[0].Patient with { Number = Seeker.Hospital.Patient(NewNumber), Others = [(PretendDomain.TrustedIdentifier, Trusted)] };

    private static int Fields(PretendPatient patient) =>
        (Says(patient.Family) ? 1 : 0) + (patient.Given.Any(Says) ? 1 : 0) + (patient.BirthDate is { } born && born != UnknownBirth ? 1 : 0);

    private static bool Says(string? name) => name is not null && name.Count(char.IsLetter) >= 2 && !NoNames.Contains(name);
}
