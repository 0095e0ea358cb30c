using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Registering;
using Xunit;
using static HieImaging.Tests.Registry.Situations;

namespace HieImaging.Tests.Registry;

public sealed class StudyChangeTests
{
    private static readonly StudyKey Key = StudyKeys.Of(Manifest(), ParticipantId.Parse("north"), Ids);

    [Fact]
    public void A_first_manifest_registers_the_study_as_its_first_version()
    {
        var study = Assert.IsType<StudyChange.Registered>(On([Manifest()], new StudyBefore(0, null))).Study;
        Assert.Equal(1, study.Version);
        Assert.Equal(Key.Source, study.Subject);
        Assert.Equal([Ids.Endpoint(ParticipantId.Parse("north"), RetrieveLocationUid.Parse(Location))], study.EndpointIds);
        using var json = JsonDocument.Parse(study.ImagingStudy);
        Assert.Equal("Patient/" + Key.Source, json.RootElement.GetProperty("subject").GetProperty("reference").GetString());
        Assert.Equal("1", json.RootElement.GetProperty("meta").GetProperty("versionId").GetString());
    }

    [Fact]
    public void The_same_manifest_under_a_second_entry_is_no_new_version()
    {
        var first = Assert.IsType<StudyChange.Registered>(On([Manifest()], new StudyBefore(0, null))).Study;
        Assert.IsType<StudyChange.Unchanged>(On([Manifest(), Manifest()], new StudyBefore(1, first)));
    }

    [Fact]
    public void A_second_manifest_with_another_instance_is_the_next_version()
    {
        var first = Assert.IsType<StudyChange.Registered>(On([Manifest()], new StudyBefore(0, null))).Study;
        var second = Assert.IsType<StudyChange.Registered>(On([Manifest(), Manifest("2.25.1002", instances: "2.25.10")], new StudyBefore(1, first))).Study;
        Assert.Equal(2, second.Version);
        Assert.Equal(2, second.Routes.InstanceCount);
    }

    [Fact]
    public void With_nothing_left_the_study_is_withdrawn_and_says_so_itself()
    {
        var first = Assert.IsType<StudyChange.Registered>(On([Manifest()], new StudyBefore(0, null))).Study;
        var gone = Assert.IsType<StudyChange.Withdrawn>(On([], new StudyBefore(1, first))).Study;
        Assert.True(gone.Deleted);
        Assert.Equal(2, gone.Version);
        using var json = JsonDocument.Parse(gone.ImagingStudy);
        Assert.Equal("entered-in-error", json.RootElement.GetProperty("status").GetString());
        Assert.Equal("2", json.RootElement.GetProperty("meta").GetProperty("versionId").GetString());
    }

    [Fact]
    public void A_rejection_of_all_instances_withdraws_it_and_one_of_nothing_registered_changes_nothing()
    {
        var rejection = Manifest("2.25.1003", role: ManifestRole.Rejection, day: 2);
        var first = Assert.IsType<StudyChange.Registered>(On([Manifest()], new StudyBefore(0, null))).Study;
        Assert.IsType<StudyChange.Withdrawn>(On([Manifest(), rejection], new StudyBefore(1, first)));
        Assert.IsType<StudyChange.Unchanged>(On([rejection], new StudyBefore(0, null)));
    }

    [Fact]
    public void A_study_that_comes_back_continues_its_versions()
    {
        var back = Assert.IsType<StudyChange.Registered>(On([Manifest()], new StudyBefore(2, null))).Study;
        Assert.Equal(3, back.Version);
    }

    [Fact]
    public void A_location_that_nobody_registered_has_no_endpoint_and_stays_in_the_routes()
    {
        var study = Assert.IsType<StudyChange.Registered>(On([Manifest(location: "1.2.3.4")], new StudyBefore(0, null))).Study;
        Assert.Empty(study.EndpointIds);
        Assert.Equal("1.2.3.4", Assert.Single(study.Routes.Series).Location);
    }

    [Fact]
    public void One_study_uid_under_two_patients_or_custodians_is_as_many_resources()
    {
        var otherPatient = StudyKeys.Of(Manifest(patient: "N-2"), ParticipantId.Parse("north"), Ids);
        var otherCustodian = StudyKeys.Of(Manifest(), ParticipantId.Parse("south"), Ids);
        Assert.Equal(3, new[] { Key.Id, otherPatient.Id, otherCustodian.Id }.Distinct().Count());
    }

    [Fact]
    public void Another_confidentiality_is_a_new_version_with_that_label()
    {
        var first = Assert.IsType<StudyChange.Registered>(On([Manifest()], new StudyBefore(0, null))).Study;
        var label = SecurityLabels.Of("R", "2.16.840.1.113883.5.25");
        var change = StudyChange.On(Key, Fold.Unite([new LiveManifest(Manifest(), "north")]), [label], new StudyBefore(1, first), Domain(), Ids, Now);
        Assert.Equal(["http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R"], Assert.IsType<StudyChange.Registered>(change).Study.Labels);
    }

    private static StudyChange On(IEnumerable<Manifest> live, StudyBefore before) =>
        StudyChange.On(Key, Fold.Unite(live.Select(manifest => new LiveManifest(manifest, "north"))), [], before, Domain(), Ids, Now);
}
