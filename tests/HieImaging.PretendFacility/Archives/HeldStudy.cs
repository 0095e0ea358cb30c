using System.Text.Json;

namespace HieImaging.PretendFacility.Archives;

/// <summary>A study in an archive, with its patient in DICOM's terms; absent and empty are both the empty string.</summary>
public sealed record HeldStudy
{
    /// <summary>The archive's own id.</summary>
    public required string Id { get; init; }

    public required string StudyUid { get; init; }

    /// <summary>It holds key objects and nothing else: what a document source would have to publish lies elsewhere.</summary>
    public required bool OnlyKeyObjects { get; init; }

    public required string PatientId { get; init; }
    public required string PatientName { get; init; }
    public required string BirthDate { get; init; }
    public required string Sex { get; init; }

    /// <summary>Whether a series is of anything but key objects.</summary>
    internal static bool HoldsMore(JsonElement series) => Text(series.GetProperty("MainDicomTags"), "Modality") != "KO";

    /// <param name="imaged">The archive's ids of the studies that hold more than key objects.</param>
    internal static HeldStudy Read(JsonElement study, IReadOnlySet<string> imaged)
    {
        var patient = study.GetProperty("PatientMainDicomTags");
        return new HeldStudy
        {
            Id = study.GetProperty("ID").GetString()!,
            StudyUid = Text(study.GetProperty("MainDicomTags"), "StudyInstanceUID"),
            OnlyKeyObjects = !imaged.Contains(study.GetProperty("ID").GetString()!),
            PatientId = Text(patient, "PatientID"),
            PatientName = Text(patient, "PatientName"),
            BirthDate = Text(patient, "PatientBirthDate"),
            Sex = Text(patient, "PatientSex"),
        };
    }

    private static string Text(JsonElement tags, string name) =>
        tags.TryGetProperty(name, out var value) ? (value.GetString() ?? "").Trim(' ', '\0') : "";
}
