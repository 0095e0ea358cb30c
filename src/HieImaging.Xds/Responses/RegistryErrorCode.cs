using System.Collections.Frozen;
using static HieImaging.Xds.Responses.ErrorUse;

namespace HieImaging.Xds.Responses;

/// <summary>errorCode (TF-3 table 4.2.4.1-2; ITI-57 and ITI-62 of the supplements), and where each is legal.</summary>
public static class RegistryErrorCode
{
    public const string UnresolvedReference = "UnresolvedReferenceException";
    public const string DuplicateUniqueIdInRegistry = "XDSDuplicateUniqueIdInRegistry";
    public const string ExtraMetadataNotSaved = "XDSExtraMetadataNotSaved";
    public const string PatientIdDoesNotMatch = "XDSPatientIdDoesNotMatch";
    public const string DeprecatedDocument = "XDSRegistryDeprecatedDocumentError";
    public const string RegistryDuplicateUniqueIdInMessage = "XDSRegistryDuplicateUniqueIdInMessage";
    public const string RepositoryDuplicateUniqueIdInMessage = "XDSRepositoryDuplicateUniqueIdInMessage";
    public const string RegistryMetadataError = "XDSRegistryMetadataError";
    public const string RepositoryMetadataError = "XDSRepositoryMetadataError";
    public const string NonIdenticalHash = "XDSNonIdenticalHash";
    public const string NonIdenticalSize = "XDSNonIdenticalSize";
    public const string MissingDocument = "XDSMissingDocument";
    public const string MissingDocumentMetadata = "XDSMissingDocumentMetadata";
    public const string RegistryNotAvailable = "XDSRegistryNotAvailable";
    public const string InvalidDocumentContent = "InvalidDocumentContent";
    public const string DocumentQueued = "DocumentQueued";
    public const string UnknownPatientId = "XDSUnknownPatientId";
    public const string DocumentUniqueId = "XDSDocumentUniqueIdError";
    public const string UnknownRepositoryId = "XDSUnknownRepositoryId";
    public const string StoredQueryMissingParam = "XDSStoredQueryMissingParam";
    public const string StoredQueryParamNumber = "XDSStoredQueryParamNumber";
    public const string TooManyResults = "XDSTooManyResults";
    public const string UnknownStoredQuery = "XDSUnknownStoredQuery";
    public const string MissingHomeCommunityId = "XDSMissingHomeCommunityId";
    public const string UnknownCommunity = "XDSUnknownCommunity";
    public const string ResultNotSinglePatient = "XDSResultNotSinglePatient";
    public const string UnavailableCommunity = "XDSUnavailableCommunity";
    public const string RegistryBusy = "XDSRegistryBusy";
    public const string RepositoryBusy = "XDSRepositoryBusy";
    public const string RegistryOutOfResources = "XDSRegistryOutOfResources";
    public const string RepositoryOutOfResources = "XDSRepositoryOutOfResources";
    public const string RegistryGeneric = "XDSRegistryError";
    public const string RepositoryGeneric = "XDSRepositoryError";
    public const string MetadataUpdate = "XDSMetadataUpdateError";
    public const string MetadataUpdateOperation = "XDSMetadataUpdateOperationError";
    public const string MetadataVersion = "XDSMetadataVersionError";
    public const string PatientIdReconciliation = "XDSPatientIDReconciliationError";
    public const string ReferencesExist = "ReferencesExistException";
    public const string UnreferencedObject = "XDSUnreferencedObjectException";
    public const string ImagingRequest = "XDSIRequestError";

    private const ErrorUse Submitting = ErrorUse.ProvideAndRegister | Register | Update;

    private static readonly FrozenDictionary<string, ErrorUse> Uses = new Dictionary<string, ErrorUse>(StringComparer.Ordinal)
    {
        [UnresolvedReference] = Submitting, [DuplicateUniqueIdInRegistry] = Submitting, [ExtraMetadataNotSaved] = Submitting,
        [PatientIdDoesNotMatch] = Submitting, [DeprecatedDocument] = Submitting,
        [RegistryDuplicateUniqueIdInMessage] = Submitting, [RepositoryDuplicateUniqueIdInMessage] = Submitting,
        [RegistryMetadataError] = Submitting, [RepositoryMetadataError] = Submitting,
        [NonIdenticalHash] = ProvideAndRegister | Register,
        [NonIdenticalSize] = ProvideAndRegister | Register,   // a repository forwards them
        [MissingDocument] = ProvideAndRegister, [MissingDocumentMetadata] = ProvideAndRegister, [RegistryNotAvailable] = ProvideAndRegister,
        [InvalidDocumentContent] = ProvideAndRegister, [DocumentQueued] = ProvideAndRegister,
        [UnknownPatientId] = Submitting | CrossGatewayQuery,
        [DocumentUniqueId] = Retrieve | CrossGatewayRetrieve, [UnknownRepositoryId] = Retrieve | CrossGatewayRetrieve,
        [ImagingRequest] = Retrieve | CrossGatewayRetrieve,
        [StoredQueryMissingParam] = StoredQuery | CrossGatewayQuery, [StoredQueryParamNumber] = StoredQuery | CrossGatewayQuery,
        [TooManyResults] = StoredQuery | CrossGatewayQuery, [UnknownStoredQuery] = StoredQuery | CrossGatewayQuery,
        [MissingHomeCommunityId] = StoredQuery | Retrieve | CrossGatewayQuery | CrossGatewayRetrieve,
        [UnknownCommunity] = StoredQuery | Retrieve | CrossGatewayQuery | CrossGatewayRetrieve,
        [ResultNotSinglePatient] = StoredQuery | Retrieve | CrossGatewayQuery | CrossGatewayRetrieve,
        [UnavailableCommunity] = StoredQuery | Retrieve,
        [MetadataUpdate] = Update, [MetadataUpdateOperation] = Update, [MetadataVersion] = Update, [PatientIdReconciliation] = Update,
        [ReferencesExist] = Update, [UnreferencedObject] = Update,
        [RegistryBusy] = Any, [RepositoryBusy] = Any, [RegistryOutOfResources] = Any, [RepositoryOutOfResources] = Any,
        [RegistryGeneric] = Any, [RepositoryGeneric] = Any,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Where the code is legal; none for a code that is not of the table.</summary>
    public static ErrorUse UseOf(string code) => Uses.GetValueOrDefault(code);
}
