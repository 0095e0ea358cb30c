using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;
using Xunit;

namespace HieImaging.Tests.Manifests;

public sealed class DocumentEntryTests
{
    private static readonly EntryFacts Facts = new()
    {
        Codes = new StowCodes(), PatientId = "D1^^^&1.2.3.1000&ISO", SourceId = "1.2.3.4", SubmittedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        InstitutionName = "North & South", InstitutionOid = "1.2.3.80",
    };

    [Fact]
    public void What_is_written_of_a_key_object_agrees_with_it()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var manifest = SomeManifest.Any(new Random(seed));
            Assert.Empty(MetadataAgreement.Of(Entry(manifest), [manifest], null));
        }
    }

    [Fact]
    public void Each_attribute_that_disagrees_is_named()
    {
        var manifest = SomeManifest.Any(new Random(1));
        manifest = manifest with { Study = manifest.Study with { Started = new Moment(new DateOnly(2020, 1, 1), null, null) } };
        var wrong = Entry(manifest) with
        {
            UniqueId = "1.2.3",
            MimeType = "text/xml",
            FormatCode = new Code("urn:other", "1.2", null),
            CreationTime = "19700101",
            EventCodes = [new Code("US", "1.2.840.10008.2.16.4", null)],
            SourcePatientId = "other^^^&1.2.3&ISO",
            ReferenceIds = [new ReferenceId("nobody's", null, ReferenceId.Accession).Cxi, new ReferenceId("1.9.9", null, ReferenceId.StudyInstanceUid).Cxi],
            ServiceStartTime = "20200301",
        };
        var told = MetadataAgreement.Of(wrong, [manifest], null);
        Assert.Equal(9, told.Count);
        Assert.All(told, error => Assert.DoesNotContain(manifest.Patient.Identifier.Value, error.Context, StringComparison.Ordinal));
    }

    [Fact]
    public void The_entry_uuid_is_known_to_whoever_knows_the_SOP_UID()
    {
        var manifest = SomeManifest.Any(new Random(1));
        var entry = Entry(manifest);
        Assert.Equal(DocumentEntryWriter.EntryUuidOf(manifest.KeyObject), entry.EntryUuid);
        Assert.True(SymbolicIds.IsUuid(entry.EntryUuid));
    }

    [Fact]
    public void A_replacement_names_what_it_replaces()
    {
        var manifest = SomeManifest.Any(new Random(1));
        var submission = DocumentEntryWriter.Write([manifest], KeyObjectWriter.Write(manifest), Facts with { Replaces = "urn:uuid:old" });
        var replaces = Assert.Single(submission.Associations, association => association.Type == AssociationType.Replace);
        Assert.Equal((submission.Entries[0].EntryUuid, "urn:uuid:old"), (replaces.Source, replaces.Target));
    }

    [Fact]
    public void The_patients_text_has_only_the_lines_that_are_allowed()
    {
        var entry = Entry(SomeManifest.Any(new Random(3)));
        Assert.All(entry.SourcePatientInfo, line => Assert.Matches("^PID-(3|5|7|8)\\|", line));
    }

    private static DocumentEntry Entry(Manifest manifest) => DocumentEntryWriter.Write([manifest], KeyObjectWriter.Write(manifest), Facts).Entries[0];
}
