using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.PretendFacility.Phantoms;
using Xunit;

namespace HieImaging.Tests.PretendFacility;

public sealed class PhantomStudyTests
{
    [Fact]
    public void Every_instance_says_where_it_belongs()
    {
        foreach (var study in PhantomSet.Studies)
        {
            foreach (var instance in study.Instances())
            {
                var read = DicomFile.Open(instance.Part10).Dataset;
                Assert.Equal(
                    (instance.StudyUid, instance.SeriesUid, instance.SopUid, study.PatientId, study.Person.Name),
                    (read.GetString(DicomTag.StudyInstanceUID), read.GetString(DicomTag.SeriesInstanceUID), read.GetString(DicomTag.SOPInstanceUID),
                        read.GetString(DicomTag.PatientID), read.GetString(DicomTag.PatientName)));
                Assert.Equal(read.GetInt32(DicomTag.Rows) * read.GetInt32(DicomTag.Columns) * 2, read.GetBytes(DicomTag.PixelData).Length);
            }
        }
    }

    [Fact]
    public void The_same_study_is_the_same_bytes()
    {
        var study = PhantomSet.Studies[0];

        Assert.Equal(study.Instance(0, 3).Part10, (study with { }).Instance(0, 3).Part10);
        Assert.NotEqual(study.StudyUid, (study with { Accession = "other" }).StudyUid);
    }
}
