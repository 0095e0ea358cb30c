using System.Globalization;
using System.Xml.Linq;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>Records to ebRIM; the same record gives the same element, and reading it gives the record again.</summary>
public static class SubmissionWriter
{
    /// <summary>lcm:SubmitObjectsRequest.</summary>
    public static XElement Write(Submission submission) => new(Ns.Lcm + "SubmitObjectsRequest",
        new XAttribute(XNamespace.Xmlns + "lcm", Ns.Lcm),
        new XAttribute(XNamespace.Xmlns + "rim", Ns.Rim),
        new XElement(Ns.Rim + "RegistryObjectList",
            submission.Entries.Select(Write),
            Write(submission.Set),
            submission.Folders.Select(Write),
            submission.Associations.Select(Write)));

    /// <summary>rim:ExtrinsicObject.</summary>
    public static XElement Write(DocumentEntry entry) => new RimWriter("ExtrinsicObject", entry.EntryUuid)
        .Attribute("lid", entry.LogicalId)
        .Attribute("objectType", entry.ObjectType)
        .Attribute("mimeType", entry.MimeType)
        .Attribute("status", entry.AvailabilityStatus)
        .Attribute("home", entry.HomeCommunityId)
        .Slot("creationTime", entry.CreationTime)
        .Slot("languageCode", entry.LanguageCode)
        .Slot("serviceStartTime", entry.ServiceStartTime)
        .Slot("serviceStopTime", entry.ServiceStopTime)
        .Slot("sourcePatientId", entry.SourcePatientId)
        .Slot("sourcePatientInfo", entry.SourcePatientInfo)
        .Slot("legalAuthenticator", entry.LegalAuthenticator)
        .Slot("urn:ihe:iti:xds:2013:referenceIdList", entry.ReferenceIds)
        .Slot("repositoryUniqueId", entry.RepositoryUniqueId)
        .Slot("hash", entry.Hash)
        .Slot("size", entry.Size?.ToString(CultureInfo.InvariantCulture))
        .Slot("URI", Pieces(entry.Uri))
        .Slot("documentAvailability", entry.DocumentAvailability)
        .Slots(entry.ExtraSlots)
        .Texts(entry.Title, entry.Comments, entry.Version)
        .Authors(Scheme.EntryAuthor, entry.Authors)
        .Codes(Scheme.EntryClass, entry.ClassCode)
        .Codes(Scheme.EntryConfidentiality, entry.ConfidentialityCodes)
        .Codes(Scheme.EntryFormat, entry.FormatCode)
        .Codes(Scheme.EntryFacilityType, entry.FacilityTypeCode)
        .Codes(Scheme.EntryPracticeSetting, entry.PracticeSettingCode)
        .Codes(Scheme.EntryEvent, entry.EventCodes)
        .Codes(Scheme.EntryType, entry.TypeCode)
        .Node(Scheme.EntryLimitedMetadata, entry.LimitedMetadata)
        .Identifier(Scheme.EntryPatientId, "XDSDocumentEntry.patientId", entry.PatientId)
        .Identifier(Scheme.EntryUniqueId, "XDSDocumentEntry.uniqueId", entry.UniqueId)
        .Element();

    /// <summary>rim:RegistryPackage of a SubmissionSet, its classification inside.</summary>
    public static XElement Write(SubmissionSet set) => new RimWriter("RegistryPackage", set.EntryUuid)
        .Attribute("objectType", ObjectType.RegistryPackage)
        .Attribute("status", set.AvailabilityStatus)
        .Attribute("home", set.HomeCommunityId)
        .Slot("submissionTime", set.SubmissionTime)
        .Slot("intendedRecipient", set.IntendedRecipients)
        .Slots(set.ExtraSlots)
        .Texts(set.Title, set.Comments, null)
        .Node(Scheme.SetNode)
        .Authors(Scheme.SetAuthor, set.Authors)
        .Codes(Scheme.SetContentType, set.ContentTypeCode)
        .Node(Scheme.SetLimitedMetadata, set.LimitedMetadata)
        .Identifier(Scheme.SetUniqueId, "XDSSubmissionSet.uniqueId", set.UniqueId)
        .Identifier(Scheme.SetSourceId, "XDSSubmissionSet.sourceId", set.SourceId)
        .Identifier(Scheme.SetPatientId, "XDSSubmissionSet.patientId", set.PatientId)
        .Element();

    /// <summary>rim:RegistryPackage of a Folder, its classification inside.</summary>
    public static XElement Write(Folder folder) => new RimWriter("RegistryPackage", folder.EntryUuid)
        .Attribute("lid", folder.LogicalId)
        .Attribute("objectType", ObjectType.RegistryPackage)
        .Attribute("status", folder.AvailabilityStatus)
        .Attribute("home", folder.HomeCommunityId)
        .Slot("lastUpdateTime", folder.LastUpdateTime)
        .Slots(folder.ExtraSlots)
        .Texts(folder.Title, folder.Comments, folder.Version)
        .Node(Scheme.FolderNode)
        .Codes(Scheme.FolderCode, folder.Codes)
        .Node(Scheme.FolderLimitedMetadata, folder.LimitedMetadata)
        .Identifier(Scheme.FolderPatientId, "XDSFolder.patientId", folder.PatientId)
        .Identifier(Scheme.FolderUniqueId, "XDSFolder.uniqueId", folder.UniqueId)
        .Element();

    /// <summary>rim:Association.</summary>
    public static XElement Write(Association association) => new RimWriter("Association", association.EntryUuid)
        .Attribute("lid", association.LogicalId)
        .Attribute("objectType", ObjectType.Association)
        .Attribute("associationType", association.Type)
        .Attribute("sourceObject", association.Source)
        .Attribute("targetObject", association.Target)
        .Attribute("status", association.AvailabilityStatus)
        .Attribute("home", association.HomeCommunityId)
        .Slot("SubmissionSetStatus", association.SubmissionSetStatus)
        .Slot("PreviousVersion", association.PreviousVersion)
        .Slot("OriginalStatus", association.OriginalStatus)
        .Slot("NewStatus", association.NewStatus)
        .Slot("AssociationPropagation", association.Propagation)
        .Slots(association.ExtraSlots)
        .Texts(null, null, association.Version)
        .Codes(Scheme.AssociationDocumentation, association.Documentation)
        .Element();

    /// <summary>A value has 256 characters at most; a longer URI goes in numbered pieces (TF-3 4.2.3.2.27).</summary>
    private static string?[] Pieces(string? uri) => uri is null ? []
        : uri.Length <= 256 ? [uri]
        : [.. uri.Chunk(250).Take(9).Select((piece, i) => $"{i + 1}|{new string(piece)}")];
}
