using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.PretendFacility.Archives;

namespace HieImaging.PretendFacility.Feeding;

/// <summary>The patient whom an archive's files name, as the hospital's ADT would tell of them. Says only what DICOM says.</summary>
public static class DicomPatient
{
    /// <returns>Null when the files have no usable patient number.</returns>
    public static PretendPatient? Of(HeldStudy study, AssigningAuthority authority)
    {
        if (!PatientIdentifier.TryCreate(authority, study.PatientId, out var number))
            return null;
        // PN (PS3.5 6.2.1): groups by '=', components by '^': family, given, middle
        var parts = study.PatientName.Split('=')[0].Split('^');
        return new PretendPatient
        {
            Number = number,
            Family = Part(parts, 0),
            Given = [.. new[] { Part(parts, 1), Part(parts, 2) }.OfType<string>()],
            BirthDate = DateOnly.TryParseExact(study.BirthDate, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null,
            Gender = study.Sex switch { "F" => "female", "M" => "male", "O" => "other", _ => null },
        };
    }

    private static string? Part(string[] parts, int index)
    {
        var part = index < parts.Length ? new string([.. parts[index].Where(c => !char.IsControl(c))]).Trim() : "";
        return part.Length == 0 ? null : part;
    }
}
