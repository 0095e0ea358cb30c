using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Dicom.Json;
using HieImaging.Manifests;
using HieImaging.Registry.Querying;
using HieImaging.Tests.Trust;
using Xunit;

namespace HieImaging.Tests.Registry;

public sealed class QueriedStudyTests
{
    private static readonly AssigningAuthority Authority = AssigningAuthority.Parse(Situations.NorthOid);

    [Theory]
    [InlineData(QueryLevel.Study, "", 1)]
    [InlineData(QueryLevel.Series, "", 2)]
    [InlineData(QueryLevel.Instance, "", 3)]
    [InlineData(QueryLevel.Study, "Modality=MR", 1)]
    [InlineData(QueryLevel.Study, "Modality=US", 0)]
    [InlineData(QueryLevel.Study, "ModalitiesInStudy=MR,US", 1)]
    [InlineData(QueryLevel.Series, "Modality=MR", 1)]
    [InlineData(QueryLevel.Series, "SOPInstanceUID=1.2.1.2", 1)]
    [InlineData(QueryLevel.Instance, "Modality=CT", 2)]
    [InlineData(QueryLevel.Instance, "Modality=CT&SOPClassUID=1.2.840.10008.5.1.4.1.1.4", 0)]
    [InlineData(QueryLevel.Instance, "InstanceNumber=2", 1)]
    [InlineData(QueryLevel.Study, "StudyDate=20240305&StudyTime=09-10&StudyDescription=CT*", 1)]
    [InlineData(QueryLevel.Study, "StudyDate=20240306", 0)]
    [InlineData(QueryLevel.Study, "AccessionNumber=A-2", 1)]
    [InlineData(QueryLevel.Study, "AccessionNumber=A-3", 0)]
    [InlineData(QueryLevel.Study, "PatientSex=F&PatientBirthDate=19500101", 1)]
    [InlineData(QueryLevel.Study, "SOPClassesInStudy=1.2.840.10008.5.1.4.1.1.2", 1)]
    public void A_key_of_any_level_narrows_every_level(object level, string keys, int results) =>
        Assert.Equal(results, Results(Query((QueryLevel)level, keys)).Count);

    [Fact]
    public void A_study_is_told_as_the_tables_ask()
    {
        var study = Assert.Single(Results(Query(QueryLevel.Study, "AccessionNumber=A-2")));
        Assert.Equal("A-2", study.GetString(DicomTag.AccessionNumber));
        Assert.Equal("http://node/dicomweb/at/north/studies/1.2", study.GetString(DicomTag.RetrieveURL));
        Assert.Equal(["CT", "MR"], study.GetStrings(DicomTag.ModalitiesInStudy));
        Assert.Equal((2, 3), (study.GetInt32(DicomTag.NumberOfStudyRelatedSeries), study.GetInt32(DicomTag.NumberOfStudyRelatedInstances)));
        Assert.Equal("+0130", study.GetString(DicomTag.TimezoneOffsetFromUTC));
        Assert.Equal("ONLINE", study.GetString(DicomTag.InstanceAvailability));
        foreach (var required in (string[])["SpecificCharacterSet", "StudyDate", "StudyTime", "ReferringPhysicianName", "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyID"])
            Assert.True(study.Contains(DicomTag.Parse(required)), required);
        Assert.False(study.Contains(DicomTag.SOPClassesInStudy));
        // what was not said is there, empty
        Assert.Contains("\"00080090\":{\"vr\":\"PN\"}", System.Text.Encoding.UTF8.GetString(DicomJson.Write([study])), StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_is_told_with_its_series_and_study_where_the_address_names_neither()
    {
        var all = Results(Query(QueryLevel.Instance, "SOPInstanceUID=1.2.1.2", [QueryLevel.Study, QueryLevel.Series, QueryLevel.Instance]))[0];
        Assert.Equal(("1.2", "1.2.1", "1.2.1.2"), (all.GetString(DicomTag.StudyInstanceUID), all.GetString(DicomTag.SeriesInstanceUID), all.GetString(DicomTag.SOPInstanceUID)));
        Assert.EndsWith("/studies/1.2/series/1.2.1/instances/1.2.1.2", all.GetString(DicomTag.RetrieveURL), StringComparison.Ordinal);
        Assert.True(all.Contains(DicomTag.PatientName) && all.Contains(DicomTag.Modality));

        var alone = Results(Query(QueryLevel.Instance, "", [QueryLevel.Instance]))[0];
        Assert.False(alone.Contains(DicomTag.PatientName) || alone.Contains(DicomTag.Modality));
    }

    [Fact]
    public void Includefield_adds_what_is_held()
    {
        var plain = Results(Query(QueryLevel.Series, "Modality=CT"))[0];
        Assert.False(plain.Contains(DicomTag.BodyPartExamined));
        Assert.Equal("HEAD", Results(Query(QueryLevel.Series, "Modality=CT") with { Fields = new HashSet<DicomTag> { DicomTag.BodyPartExamined } })[0].GetString(DicomTag.BodyPartExamined));
        Assert.Equal("HEAD", Results(Query(QueryLevel.Series, "Modality=CT") with { AllFields = true })[0].GetString(DicomTag.BodyPartExamined));
    }

    [Fact]
    public void What_no_archive_answers_for_is_told_to_be_unavailable()
    {
        var archives = new ArchivesNow(Situations.Domain(), new HashSet<(string, string)>());
        var study = new StudyAttributes(United(), "nobody", "http://node/dicomweb/at/nobody", Situations.Domain(), archives)
            .Of(("1", Authority), Query(QueryLevel.Study, "")).Results(Query(QueryLevel.Study, "")).Single();
        Assert.Equal("UNAVAILABLE", study.GetString(DicomTag.InstanceAvailability));
    }

    private static List<DicomDataset> Results(ObjectQuery query)
    {
        var domain = new HieImaging.AffinityDomain.Participants.Domain(
            Members.File(default, new HieImaging.AffinityDomain.Participants.Participant
            {
                Id = "north", Name = "North", Archives = [new() { Default = true, DicomWeb = "http://archive/dicom-web" }],
            }), 1);
        return [.. new StudyAttributes(United(), "north", "http://node/dicomweb/at/north", domain, new ArchivesNow(domain, new HashSet<(string, string)>()))
            .Of(("N-1", Authority), query).Results(query)];
    }

    private static ObjectQuery Query(QueryLevel level, string keys, HashSet<QueryLevel>? levels = null) => new()
    {
        Level = level,
        Levels = levels ?? [level],
        Fields = new HashSet<DicomTag>(),
        Limit = 100,
        Keys = [.. keys.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(key => key.Split('=')).Select(key =>
        {
            var tag = DicomTag.Parse(key[0]);
            Assert.True(ValueMatch.TryRead(tag, key[1], out var match));
            return new QueryKey(tag, match);
        })],
    };

    private static UnitedStudy United()
    {
        var (ct, mr) = (Series("1.2.1", "CT", "1.2.840.10008.5.1.4.1.1.2", 2), Series("1.2.2", "MR", "1.2.840.10008.5.1.4.1.1.4", 1));
        return new UnitedStudy(
            new ManifestPatient { Identifier = PatientIdentifier.Create(Authority, "N-1"), Name = "DOE^JANE", BirthDate = new DateOnly(1950, 1, 1), Sex = "F" },
            new ManifestStudy
            {
                Uid = StudyInstanceUid.Parse("1.2"),
                Started = new Moment(new DateOnly(2024, 3, 5), new TimeOnly(9, 30), 90),
                Accessions = [new Accession("A-1", null), new Accession("A-2", Authority)],
                Description = "CT head",
                Series = [ct with { BodyPart = "HEAD" }, mr],
            },
            [.. new[] { ct, mr }.Select(series => new SeriesPlace(series.Uid, null, [.. series.Instances.Select(instance => instance.Uid)]))]);
    }

    private static ManifestSeries Series(string uid, string modality, string sopClass, int instances) => new()
    {
        Uid = SeriesInstanceUid.Parse(uid),
        Modality = modality,
        Instances = [.. Enumerable.Range(1, instances).Select(number => new ManifestInstance(SopInstanceUid.Parse($"{uid}.{number}"), sopClass, number))],
    };
}
