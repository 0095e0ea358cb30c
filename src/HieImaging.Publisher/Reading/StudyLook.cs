using System.Security.Cryptography;
using System.Text;
using HieImaging.Dicom;

namespace HieImaging.Publisher.Reading;

/// <summary>
/// The cheap first look: what a list says of a study, without what an archive may say anew each time (addresses, availability). Pure.
/// </summary>
internal static class StudyLook
{
    private static readonly DicomTag[] Told =
    [
        DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfStudyRelatedInstances, DicomTag.StudyDate, DicomTag.StudyTime,
        DicomTag.AccessionNumber, DicomTag.StudyDescription, DicomTag.ReferringPhysicianName, DicomTag.StudyID, DicomTag.PatientID,
        DicomTag.IssuerOfPatientID, DicomTag.PatientName, DicomTag.PatientBirthDate, DicomTag.PatientSex,
    ];

    /// <summary>One row of the list as text; of two rows of one Study UID the one differs from the other.</summary>
    /// <param name="updated">Where the archive says when the study last changed, if it does.</param>
    public static string Row(DicomJsonObject listed, DicomTag? updated)
    {
        var text = new StringBuilder();
        foreach (var tag in updated is { } told ? [.. Told, told] : Told)
            text.Append(listed.Text(tag)).Append('\n');
        return text.ToString();
    }

    /// <summary>All rows of one study, in whatever order they came.</summary>
    public static string Of(IEnumerable<string> rows) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\f', rows.Order(StringComparer.Ordinal)))))[..32];
}
