using System.Text.Json;

namespace HieImaging.PretendFacility.Archives;

/// <summary>A study in an archive, with its patient in DICOM's terms; absent and empty are both the empty string.</summary>
public sealed record HeldStudy
{
    /// <summary>The archive's own id.</summary>
    public required string Id { get; init; }

    public required string StudyUid { get; init; }
    public required int SeriesCount { get; init; }
    public required string PatientId { get; init; }
    public required string PatientName { get; init; }
    public required string BirthDate { get; init; }
    public required string Sex { get; init; }

    internal static HeldStudy Read(JsonElement study)
    {
        var patient = study.GetProperty("PatientMainDicomTags");
        return new HeldStudy
        {
            Id = study.GetProperty("ID").GetString()!,
            StudyUid = Text(study.GetProperty("MainDicomTags"), "StudyInstanceUID"),
            SeriesCount = study.GetProperty("Series").GetArrayLength(),
            PatientId = Text(patient, "PatientID"),
            PatientName = Text(patient, "PatientName"),
            BirthDate = Text(patient, "PatientBirthDate"),
            Sex = Text(patient, "PatientSex"),
        };
    }

    private static string Text(JsonElement tags, string name) =>
        tags.TryGetProperty(name, out var value) ? (value.GetString() ?? "").Trim(' ', '\0') : "";
}
