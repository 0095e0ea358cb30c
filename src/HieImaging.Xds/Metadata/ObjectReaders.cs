using System.Globalization;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>
/// ebRIM objects to records, attribute by attribute (TF-3 4.2.3); whether
/// what is required is there is <see cref="SubmissionRules"/>' matter.
/// </summary>
internal static class ObjectReaders
{
    public static DocumentEntry Entry(RimObject rim) => new()
    {
        EntryUuid = rim.Id,
        LogicalId = rim.Attribute("lid"),
        Version = rim.Version,
        ObjectType = rim.Attribute("objectType") ?? "",
        MimeType = rim.Attribute("mimeType"),
        AvailabilityStatus = rim.Attribute("status"),
        HomeCommunityId = rim.Attribute("home"),
        UniqueId = rim.Identifier(Scheme.EntryUniqueId, "uniqueId"),
        PatientId = rim.Identifier(Scheme.EntryPatientId, "patientId"),
        SourcePatientId = rim.One("sourcePatientId"),
        SourcePatientInfo = rim.Many("sourcePatientInfo"),
        ClassCode = rim.OneCode(Scheme.EntryClass, "classCode"),
        TypeCode = rim.OneCode(Scheme.EntryType, "typeCode"),
        FormatCode = rim.OneCode(Scheme.EntryFormat, "formatCode"),
        FacilityTypeCode = rim.OneCode(Scheme.EntryFacilityType, "healthcareFacilityTypeCode"),
        PracticeSettingCode = rim.OneCode(Scheme.EntryPracticeSetting, "practiceSettingCode"),
        ConfidentialityCodes = rim.Codes(Scheme.EntryConfidentiality, "confidentialityCode"),
        EventCodes = rim.Codes(Scheme.EntryEvent, "eventCodeList"),
        Authors = rim.Authors(Scheme.EntryAuthor),
        LegalAuthenticator = rim.One("legalAuthenticator"),
        CreationTime = Time(rim, "creationTime"),
        ServiceStartTime = Time(rim, "serviceStartTime"),
        ServiceStopTime = Time(rim, "serviceStopTime"),
        LanguageCode = rim.One("languageCode"),
        Title = rim.Title,
        Comments = rim.Comments,
        ReferenceIds = rim.Many("urn:ihe:iti:xds:2013:referenceIdList"),
        RepositoryUniqueId = rim.One("repositoryUniqueId"),
        Hash = rim.One("hash"),
        Size = Size(rim),
        Uri = rim.Uri(),
        DocumentAvailability = rim.One("documentAvailability"),
        LimitedMetadata = rim.IsClassified(Scheme.EntryLimitedMetadata),
        ExtraSlots = rim.Rest(),
    };

    public static SubmissionSet Set(RimObject rim) => new()
    {
        EntryUuid = rim.Id,
        AvailabilityStatus = rim.Attribute("status"),
        HomeCommunityId = rim.Attribute("home"),
        UniqueId = rim.Identifier(Scheme.SetUniqueId, "uniqueId"),
        SourceId = rim.Identifier(Scheme.SetSourceId, "sourceId"),
        PatientId = rim.Identifier(Scheme.SetPatientId, "patientId"),
        SubmissionTime = Time(rim, "submissionTime"),
        ContentTypeCode = rim.OneCode(Scheme.SetContentType, "contentTypeCode"),
        Authors = rim.Authors(Scheme.SetAuthor),
        IntendedRecipients = rim.Many("intendedRecipient"),
        Title = rim.Title,
        Comments = rim.Comments,
        LimitedMetadata = rim.IsClassified(Scheme.SetLimitedMetadata),
        ExtraSlots = rim.Rest(),
    };

    public static Folder Folder(RimObject rim) => new()
    {
        EntryUuid = rim.Id,
        LogicalId = rim.Attribute("lid"),
        Version = rim.Version,
        AvailabilityStatus = rim.Attribute("status"),
        HomeCommunityId = rim.Attribute("home"),
        UniqueId = rim.Identifier(Scheme.FolderUniqueId, "uniqueId"),
        PatientId = rim.Identifier(Scheme.FolderPatientId, "patientId"),
        Codes = rim.Codes(Scheme.FolderCode, "codeList"),
        LastUpdateTime = Time(rim, "lastUpdateTime"),
        Title = rim.Title,
        Comments = rim.Comments,
        LimitedMetadata = rim.IsClassified(Scheme.FolderLimitedMetadata),
        ExtraSlots = rim.Rest(),
    };

    public static Association Association(RimObject rim) => new()
    {
        EntryUuid = rim.Id,
        LogicalId = rim.Attribute("lid"),
        Version = rim.Version,
        Type = rim.Attribute("associationType") ?? "",
        Source = rim.Attribute("sourceObject") ?? "",
        Target = rim.Attribute("targetObject") ?? "",
        AvailabilityStatus = rim.Attribute("status"),
        HomeCommunityId = rim.Attribute("home"),
        SubmissionSetStatus = rim.One("SubmissionSetStatus"),
        PreviousVersion = rim.One("PreviousVersion"),
        OriginalStatus = rim.One("OriginalStatus"),
        NewStatus = rim.One("NewStatus"),
        Propagation = rim.One("AssociationPropagation"),
        Documentation = rim.OneCode(Scheme.AssociationDocumentation, "documentation"),
        ExtraSlots = rim.Rest(),
    };

    private static string? Time(RimObject rim, string slot)
    {
        var text = rim.One(slot);
        if (text is not null && !Dtm.IsValid(text))
            rim.Wrong(slot, "is not YYYY[MM[DD[hh[mm[ss]]]]]");
        return text;
    }

    private static long? Size(RimObject rim)
    {
        if (rim.One("size") is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return size;
        rim.Wrong("size", "is not a number of bytes");
        return null;
    }
}
