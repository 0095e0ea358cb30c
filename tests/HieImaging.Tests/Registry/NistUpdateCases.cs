using System.Text;
using System.Xml.Linq;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Updating;
using HieImaging.Tests.Xds;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;
using Xunit;
using Xunit.Abstractions;
using static HieImaging.Tests.Registry.Situations;

namespace HieImaging.Tests.Registry;

/// <summary>The NIST toolkit's own updates, as they are, against a registry that holds what they speak of.</summary>
public sealed class NistUpdateCases(ITestOutputHelper output)
{
    private const string Repository = "1.19.6.24.109.42.1.3333333", Hash = "e543712c0e10501972de13a5bfcbe826c49feb75", SourceId = "89765a87b^^^&1.2.3.4.5&ISO";

    /// <summary>The case, its file, the code that it expects; null: Success.</summary>
    public static TheoryData<string, string, string?> Cases { get; } = new()
    {
        { "NIST 20000", "update/single_fd.xml", null },
        { "NIST 20001", "submit_apnd_assoc/metadata.xml", null },
        { "NIST 20001", "submit_invalid_assoc/metadata.xml", RegistryErrorCode.RegistryMetadataError },
        { "NIST 20001", "deprecate_assoc/deprecate.xml", null },
        { "NIST 20001", "undeprecate_assoc/undeprecate.xml", null },
        { "NIST 20002", "eval/invalid_slot.xml", RegistryErrorCode.MetadataUpdateOperation },
        { "NIST 20002", "eval/missing_slot_originalstatus.xml", RegistryErrorCode.MetadataUpdateOperation },
        { "NIST 20002", "eval/missing_slot_newstatus.xml", RegistryErrorCode.MetadataUpdateOperation },
        { "NIST 20002", "eval/slot_newstatus_invalid_value.xml", RegistryErrorCode.MetadataUpdateOperation },
        { "NIST 20002", "eval/slot_originalstatus_invalid_value.xml", RegistryErrorCode.MetadataUpdateOperation },
        { "NIST 20002", "eval/slot_same_value.xml", RegistryErrorCode.MetadataUpdateOperation },
        { "NIST 20004", "failed_update/new_version_and_status.xml", RegistryErrorCode.MetadataUpdate },
        { "NIST 20004", "success_update/new_version_and_status.xml", null },
        { "NIST 20005", "submit_assoc/metadata.xml", null },
        { "NIST 20006", "failed_update/single_doc_with_APND.xml", RegistryErrorCode.MetadataUpdateOperation },
        { "NIST 20006", "success_update/single_doc_with_APND.xml", null },
        { "NIST 20008", "submit_hm_assoc/metadata.xml", RegistryErrorCode.MetadataUpdate },
        { "NIST 12320", "deprecate_version_1/deprecate.xml", null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_case_ends_as_the_toolkit_expects(string @case, string file, string? code)
    {
        if (Corpus.Folder("ihe", "xca-iti38-39") is not { } folder)
        {
            output.WriteLine("The corpus is absent: UpdateDecisionTests and ErrorCodeTests have the same cases, made here.");
            return;
        }
        Assert.StartsWith("NIST ", @case, StringComparison.Ordinal);
        var text = Filled(File.ReadAllText(Path.Combine(folder, file)));
        var request = ToolkitMetadata.WithUniqueIds(ToolkitMetadata.Parse(Encoding.UTF8.GetBytes(text))!, () => "1.2.3.4");
        var reading = SubmissionReader.Read(request, SubmissionKind.Update);
        IReadOnlyList<RegistryError> errors = reading.Submission is not { } submission
            ? reading.Errors
            : UpdateDecision.On(Caller(Domain()), SymbolicIds.Resolve(submission), Registry(file), Now) is UpdateDecision.Refused refused ? refused.Errors : [];
        Assert.Equal(code is null ? [] : [code], errors.Where(error => error.Severity == Severity.Error).Select(error => error.Code).Distinct());
    }

    private static string Filled(string text)
    {
        foreach (var (symbol, value) in new Dictionary<string, string>
        {
            ["$patientid$"] = PatientId.Replace("&", "&amp;", StringComparison.Ordinal),
            ["$original_doc_uuid$"] = OldEntryId, ["$orig_docentry_uuid$"] = OldEntryId, ["$Document01_uuid$"] = OldEntryId, ["$DocUuid$"] = OldEntryId,
            ["$apnd_doc_uuid$"] = Updates.OtherId, ["$Document02_uuid$"] = Updates.OtherId, ["$association_uuid$"] = AssociationId,
            ["$FolderUuid$"] = Updates.FolderId, ["$lid$"] = Updates.FolderId, ["$Folder01_uid$"] = "2.25.800", ["$uid$"] = "2.25.800", ["$Document01_uid$"] = "2.25.1000",
        })
            text = text.Replace(symbol, value, StringComparison.Ordinal);
        return text;
    }

    private const string AssociationId = "urn:uuid:88888888-8888-4888-8888-888888888888";

    private static UpdateState Registry(string file)
    {
        var original = Registered() with
        {
            Entry = Registered().Entry with { MimeType = "text/plain", RepositoryUniqueId = Repository, Hash = Hash, Size = 44, SourcePatientId = SourceId },
        };
        var deprecated = file.StartsWith("undeprecate", StringComparison.Ordinal);
        return Updates.Knows(original, Updates.Other()) with
        {
            Folders = [Updates.SomeFolder()],
            Associations =
            [
                Updates.Stored(Association(AssociationType.Append, Updates.OtherId, OldEntryId) with { EntryUuid = AssociationId }, !deprecated) with { SubmissionSet = Updates.EarlierSetId },
                .. file.StartsWith("submit_hm_assoc", StringComparison.Ordinal)
                    ? new[] { Updates.Stored(Association(AssociationType.HasMember, Updates.FolderId, OldEntryId)) } : [],
            ],
        };
    }
}
