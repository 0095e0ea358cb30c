using System.Text;
using System.Xml.Linq;
using HieImaging.Wire.Xml;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Xds;

public class SubmissionReaderTests(ITestOutputHelper output)
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var submission = SomeSubmission.Of(random, random.Next(1, 4), random.Next(3));
            var bytes = Encoding.UTF8.GetBytes(SubmissionWriter.Write(submission).ToString(SaveOptions.DisableFormatting));
            var reading = SubmissionReader.Read(BoundedXml.Load(bytes), SubmissionKind.Provide);
            Assert.Empty(reading.Errors);
            Assert.Equal(Text(submission), Text(reading.Submission!));
            Assert.Equal(bytes, Encoding.UTF8.GetBytes(SubmissionWriter.Write(reading.Submission!).ToString(SaveOptions.DisableFormatting)));
        }
    }

    [Fact]
    public void More_objects_than_the_bound_are_refused_before_they_are_read()
    {
        var many = SomeSubmission.Of(new Random(7), SubmissionReader.MostObjects / 2 + 1, 0);
        var error = Assert.Single(SubmissionReader.Read(SubmissionWriter.Write(many), SubmissionKind.Provide).Errors);
        Assert.Equal(RegistryErrorCode.RepositoryOutOfResources, error.Code);
    }

    public static TheoryData<string, Func<Submission, Submission>, string> Faults => new()
    {
        { "uniqueId", s => Entry(s, e => e with { UniqueId = null }), RegistryErrorCode.RepositoryMetadataError },
        { "classCode", s => Entry(s, e => e with { ClassCode = null, LimitedMetadata = false }), RegistryErrorCode.RepositoryMetadataError },
        { "confidentialityCode", s => Entry(s, e => e with { ConfidentialityCodes = [], LimitedMetadata = false }), RegistryErrorCode.RepositoryMetadataError },
        { "patientId", s => Entry(s, e => e with { PatientId = "1^^^&1.2&ISO~2^^^&1.3&ISO" }), RegistryErrorCode.RepositoryMetadataError },
        { "sourcePatientId", s => Entry(s, e => e with { SourcePatientId = "1" }), RegistryErrorCode.RepositoryMetadataError },
        { "sourcePatientInfo", s => Entry(s, e => e with { SourcePatientInfo = ["PID-19|123456789"] }), RegistryErrorCode.RepositoryMetadataError },
        { "sourcePatientInfo", s => Entry(s, e => e with { SourcePatientInfo = ["PID-7|1950", "PID-7|1951"] }), RegistryErrorCode.RepositoryMetadataError },
        { "creationTime", s => Entry(s, e => e with { CreationTime = "20261301" }), RegistryErrorCode.RepositoryMetadataError },
        { "serviceStartTime", s => Entry(s, e => e with { ServiceStartTime = "2027", ServiceStopTime = "202612" }), RegistryErrorCode.RepositoryMetadataError },
        { "objectType", s => Entry(s, e => e with { ObjectType = "urn:uuid:other" }), RegistryErrorCode.RepositoryMetadataError },
        { "hash", s => Entry(s, e => e with { Hash = "none" }), RegistryErrorCode.RepositoryMetadataError },
        { "referenceIdList", s => Entry(s, e => e with { ReferenceIds = ["1"] }), RegistryErrorCode.RepositoryMetadataError },
        { "title", s => Entry(s, e => e with { Title = new string('t', 129) }), RegistryErrorCode.RepositoryMetadataError },
        { "Slot", s => Entry(s, e => e with { ExtraSlots = [new Slot("urn:x", [new string('v', 257)])] }), RegistryErrorCode.RepositoryMetadataError },
        { "SubmissionSet.uniqueId", s => s with { Set = s.Set with { UniqueId = "SubmissionSet01" } }, RegistryErrorCode.RepositoryMetadataError },
        { "SubmissionSet.sourceId", s => s with { Set = s.Set with { SourceId = null } }, RegistryErrorCode.RepositoryMetadataError },
        { "twice", s => s with { Set = s.Set with { UniqueId = s.Entries[0].UniqueId } }, RegistryErrorCode.RepositoryDuplicateUniqueIdInMessage },
        { "member", s => s with { Associations = [] }, RegistryErrorCode.RepositoryMetadataError },
        { "SubmissionSetStatus", s => Association(s, a => a with { SubmissionSetStatus = null }), RegistryErrorCode.RepositoryMetadataError },
        { "associationType", s => Association(s, a => a with { Type = "urn:other" }), RegistryErrorCode.RepositoryMetadataError },
        { "not in the submission", s => Association(s, a => a with { Target = "Document99" }), RegistryErrorCode.UnresolvedReference },
        { "two objects", s => Association(s, a => a with { EntryUuid = s.Set.EntryUuid }), RegistryErrorCode.RepositoryMetadataError },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_fault_is_told_by_its_attribute_and_code(string attribute, Func<Submission, Submission> fault, string code)
    {
        var reading = SubmissionReader.Read(SubmissionWriter.Write(fault(SomeSubmission.Good())), SubmissionKind.Provide);
        Assert.Null(reading.Submission);
        Assert.Contains(reading.Errors, e => e.Code == code && e.Context.Contains(attribute, StringComparison.Ordinal));
        Assert.All(reading.Errors, e => Assert.True(RegistryErrorCode.UseOf(e.Code).HasFlag(ErrorUse.ProvideAndRegister)));
    }

    [Fact]
    public void A_status_change_and_a_new_version_are_read()
    {
        var good = SomeSubmission.Good();
        var update = good with
        {
            Entries = [good.Entries[0] with { Hash = new string('a', 40), Size = 1, RepositoryUniqueId = "1.2.3" }],
            Associations =
            [
                .. good.Associations.Select(a => a.IsMembership ? a with { PreviousVersion = "1" } : a),
                new Association
                {
                    EntryUuid = "Withdraws", Type = AssociationType.UpdateAvailabilityStatus, Source = good.Set.EntryUuid,
                    Target = "urn:uuid:20744602-ba65-44e9-87ee-a52303a5183e",
                    OriginalStatus = AvailabilityStatus.Approved, NewStatus = AvailabilityStatus.Deprecated,
                },
            ],
        };
        var reading = SubmissionReader.Read(SubmissionWriter.Write(update), SubmissionKind.Update);
        Assert.Empty(reading.Errors);
        Assert.Equal(Text(update), Text(reading.Submission!));
        var withdraws = reading.Submission!.Associations[^1];
        Assert.Equal((AvailabilityStatus.Approved, AvailabilityStatus.Deprecated), (withdraws.OriginalStatus, withdraws.NewStatus));
    }

    [Fact]
    public void Symbols_become_UUIDs_the_same_everywhere()
    {
        var resolved = SymbolicIds.Resolve(SomeSubmission.Good());
        var member = resolved.Associations.Single(a => a.IsMembership);
        Assert.Equal((resolved.Set.EntryUuid, resolved.Entries[0].EntryUuid), (member.Source, member.Target));
        Assert.True(SymbolicIds.IsUuid(member.Source) && SymbolicIds.IsUuid(resolved.Entries[0].LogicalId!));
        Assert.Equal(Text(resolved), Text(SymbolicIds.Resolve(resolved)));
    }

    private static Submission Entry(Submission submission, Func<DocumentEntry, DocumentEntry> change) =>
        submission with { Entries = [change(submission.Entries[0])] };

    private static Submission Association(Submission submission, Func<Association, Association> change) =>
        submission with { Associations = [change(submission.Associations[0]), .. submission.Associations.Skip(1)] };

    private static string Text(Submission submission) => Encoding.UTF8.GetString(MetadataJson.Write(submission));
}
