using HieImaging.PretendFacility.Archives;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Telling;
using Xunit;

namespace HieImaging.Tests.PretendFacility;

public sealed class SharedPatientTests
{
    [Fact]
    public void In_real_studies_it_is_whoever_is_best_described()
    {
        var north = Hospital("north", 1, Study("1", "Doe", ""), Study("2", "Doe^Jane", "19700101"), Study("", "Roe^Rita", "19700101"));
        var shared = SharedPatient.Choose([north, Hospital("east", 2)], phantoms: false)!;

        Assert.Equal("2", Assert.Single(shared.Known).Patient.Number.Value);
        Assert.Equal("east", shared.Seeker.Id);
    }

    [Theory]
    [InlineData("Test^Anonymous", "")]
    [InlineData("Doe^X", "19000101")]
    [InlineData("", "19700101")]
    [InlineData("^^", "unknown")]
    public void Nobody_is_chosen_whom_two_fields_do_not_describe(string name, string born) =>
        Assert.Null(SharedPatient.Choose([Hospital("north", 1, Study("1", name, born)), Hospital("east", 2)], phantoms: false));

    [Fact]
    public void In_phantom_studies_it_is_the_person_whom_several_hospitals_know()
    {
        var (east, north, south) = (Hospital("east", 1), Hospital("north", 2, Study("1001", "Thornbury^Amelia", "19610314")), Hospital("south", 3, Study("20457", "Thornbury^Amelia", "19610314")));
        var shared = SharedPatient.Choose([east, north, south], phantoms: true)!;

        Assert.Equal(["north", "south"], shared.Known.Select(known => known.Hospital.Id));
        Assert.Equal("east", shared.Seeker.Id);
        Assert.Equal("900-12-3456", shared.Trusted);
    }

    [Fact]
    public void Somebody_whom_every_hospital_knows_already_is_no_story()
    {
        var north = Hospital("north", 1, Study("1001", "Thornbury^Amelia", "19610314"), Study("1002", "Castellano^Bruno", "19481102"));
        var shared = SharedPatient.Choose([north, Hospital("south", 2, Study("20457", "Thornbury^Amelia", "19610314"))], phantoms: true)!;

        Assert.Equal("1002", Assert.Single(shared.Known).Patient.Number.Value);
    }

    private static DemoHospital Hospital(string id, int number, params HeldStudy[] studies)
    {
        var hospital = new PretendHospital(id, number, "http://127.0.0.1:1/dicom-web");
        return new DemoHospital(hospital, new OrthancArchive(new HttpClient(), new Uri("http://127.0.0.1:1/")), studies);
    }

    private static HeldStudy Study(string patientId, string name, string born) => new()
    {
        Id = "a", StudyUid = "1.2.3", OnlyKeyObjects = false, PatientId = patientId, PatientName = name, BirthDate = born, Sex = "F",
    };
}
