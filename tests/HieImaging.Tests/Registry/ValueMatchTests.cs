using HieImaging.Dicom;
using HieImaging.Registry.Querying;
using Xunit;

namespace HieImaging.Tests.Registry;

public sealed class ValueMatchTests
{
    [Theory]
    [InlineData("PatientName", "DOE*", "DOE^JANE", true)]
    [InlineData("PatientName", "doe^jane", "DOE^JANE^^", true)]
    [InlineData("PatientName", "*jane", "DOE^JANE", true)]
    [InlineData("PatientName", "DOE^J?NE", "DOE^JANE", true)]
    [InlineData("PatientName", "DOE", "DOE^JANE", false)]
    [InlineData("PatientName", "山田^太郎", "Yamada^Tarou=山田^太郎=やまだ^たろう", true)]
    [InlineData("PatientName", "Yamada*", "Yamada^Tarou=山田^太郎", true)]
    [InlineData("PatientName", "", "", true)]
    [InlineData("StudyDescription", "CT*", "CT head", true)]
    [InlineData("StudyDescription", "ct*", "CT head", false)]
    [InlineData("StudyDescription", "*a*a*b", "aaaaaaaaaaaaaaaaaaaaac", false)]
    [InlineData("ModalitiesInStudy", "CR,MR", "MR", true)]
    [InlineData("ModalitiesInStudy", "CR\\MR", "MR", true)]
    [InlineData("Modality", "C?", "CT", true)]
    [InlineData("Modality", "CT", "MR", false)]
    [InlineData("StudyInstanceUID", "1.2.3,1.2.4", "1.2.4", true)]
    [InlineData("StudyInstanceUID", "1.2.3", "1.2.34", false)]
    [InlineData("StudyDate", "20240305", "20240305", true)]
    [InlineData("StudyDate", "20240301-20240305", "20240305", true)]
    [InlineData("StudyDate", "20240306-", "20240305", false)]
    [InlineData("StudyDate", "-20240305", "20240305", true)]
    [InlineData("StudyDate", "20240305", "", false)]
    [InlineData("StudyTime", "0930", "093059.5", true)]
    [InlineData("StudyTime", "0930-1000", "100000", true)]
    [InlineData("StudyTime", "0931-", "093059", false)]
    [InlineData("SeriesNumber", "07", "7", true)]
    [InlineData("SeriesNumber", "7", "8", false)]
    public void A_value_matches_as_C_FIND_matches(string keyword, string asked, string held, bool holds)
    {
        Assert.True(ValueMatch.TryRead(DicomTag.Parse(keyword), asked, out var match));
        Assert.Equal(holds, match.Holds(held.Length == 0 ? [] : [held]));
    }

    [Theory]
    [InlineData("StudyInstanceUID", "1.2.*")]
    [InlineData("StudyInstanceUID", "1.2,")]
    [InlineData("StudyDate", "2024-03-05")]
    [InlineData("StudyDate", "20240230")]
    [InlineData("StudyDate", "-")]
    [InlineData("StudyTime", "9")]
    [InlineData("StudyTime", "0930-x")]
    [InlineData("SeriesNumber", "one")]
    [InlineData("IssuerOfAccessionNumberSequence", "1.2")]
    public void What_cannot_be_a_value_is_refused(string keyword, string asked) =>
        Assert.False(ValueMatch.TryRead(DicomTag.Parse(keyword), asked, out _));
}
