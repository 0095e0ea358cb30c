namespace HieImaging.AffinityDomain.Transactions;

/// <summary>A transaction of the standards: its id, the scope that a token needs for it,
/// and the code under which it is audited (DICOM PS3.15 A.5, BALP).</summary>
/// <param name="Id">As the standard writes it: <c>RAD-68</c>.</param>
/// <param name="Scope">The scope that admits a caller: the id itself for IHE, SMART v2 for FHIR (<c>system/ImagingStudy.rs</c>);
/// null where anybody may ask.</param>
/// <param name="Audit">What was done, in one word for the audit record.</param>
/// <param name="Name">The standard's name for it.</param>
public sealed record Transaction(string Id, string? Scope, AuditAction Audit, string Name)
{
    // Document sharing (ITI TF-2, RAD TF-2)
    public static readonly Transaction Rad68 = new("RAD-68", "RAD-68", AuditAction.Create, "Provide and Register Imaging Document Set");
    public static readonly Transaction Iti41 = new("ITI-41", "RAD-68", AuditAction.Create, "Provide and Register Document Set-b");
    public static readonly Transaction Iti42 = new("ITI-42", "ITI-42", AuditAction.Create, "Register Document Set-b");
    public static readonly Transaction Iti43 = new("ITI-43", "ITI-43", AuditAction.Read, "Retrieve Document Set");
    public static readonly Transaction Iti57 = new("ITI-57", "ITI-57", AuditAction.Update, "Update Document Set");
    public static readonly Transaction Manifests = new("manifests", "manifests", AuditAction.Create, "Bulk intake of key objects");

    // Document sharing for mobile consumers (MHD)
    public static readonly Transaction Iti67 = new("ITI-67", "ITI-67", AuditAction.Query, "Find Document References");
    public static readonly Transaction Iti68 = new("ITI-68", "ITI-68", AuditAction.Read, "Retrieve Document");

    // DICOMweb (PS3.18)
    public static readonly Transaction Rad107 = new("RAD-107", "RAD-107", AuditAction.Read, "WADO-RS Retrieve");
    public static readonly Transaction Rad108 = new("RAD-108", "RAD-108", AuditAction.Create, "STOW-RS Store");
    public static readonly Transaction Rad129 = new("RAD-129", "RAD-129", AuditAction.Query, "QIDO-RS Query");

    // Identity (PIXm, PDQm): whoever may read or search Patient; IUA's scope, the transaction's own id, admits too
    public static readonly Transaction Iti83 = new(
        "ITI-83", "system/Patient.r", AuditAction.Query, "Mobile Patient Identifier Cross-reference Query");
    public static readonly Transaction Iti78 = new("ITI-78", "system/Patient.s", AuditAction.Query, "Mobile Patient Demographics Query");
    public static readonly Transaction Iti119 = new("ITI-119", "system/Patient.s", AuditAction.Query, "Patient Demographics Match");
    public static readonly Transaction Iti104 = new("ITI-104", "ITI-104", AuditAction.Update, "Patient Identity Feed FHIR");

    // Identity (HL7 v2)
    public static readonly Transaction Iti8 = new("ITI-8", "ITI-8", AuditAction.Update, "Patient Identity Feed");
    public static readonly Transaction Iti30 = new("ITI-30", "ITI-30", AuditAction.Update, "Patient Identity Management");
    public static readonly Transaction Iti9 = new("ITI-9", "ITI-9", AuditAction.Query, "PIX Query");
    public static readonly Transaction Iti21 = new("ITI-21", "ITI-21", AuditAction.Query, "Patient Demographics Query");

    // Reviewing of identities: the house's own; a client with this scope is a steward
    public static readonly Transaction ReviewQueue = new("review-queue", "identity-review", AuditAction.Query, "List doubtful pairs");
    public static readonly Transaction ReviewClaim = new("review-claim", "identity-review", AuditAction.Read, "Claim a doubtful pair");
    public static readonly Transaction ReviewRelease =
        new("review-release", "identity-review", AuditAction.Update, "Give a doubtful pair back");
    public static readonly Transaction ReviewDecide =
        new("review-decide", "identity-review", AuditAction.Update, "Decide a doubtful pair");
    public static readonly Transaction StewardLink =
        new("steward-link", "identity-review", AuditAction.Update, "Link two source identities");
    public static readonly Transaction StewardUnlink =
        new("steward-unlink", "identity-review", AuditAction.Update, "Part two source identities");
    public static readonly Transaction StewardUndo =
        new("steward-undo", "identity-review", AuditAction.Update, "Take a steward's word back");
    public static readonly Transaction ExplainLink = new("explain-link", "identity-review", AuditAction.Query, "Explain a link");
    public static readonly Transaction SplitReport =
        new("split-report", "identity-review", AuditAction.Query, "Who saw what through a wrong link");

    /// <summary>An operator's command, no door.</summary>
    public static readonly Transaction IdentityLoad = new("identity-load", null, AuditAction.Create, "Load patients from a file");

    // Trust (SMART, IUA)
    public static readonly Transaction Iti71 = new("ITI-71", null, AuditAction.Login, "Get Access Token");
    public static readonly Transaction Iti102 = new("ITI-102", "introspect", AuditAction.Query, "Introspect Token");
    public static readonly Transaction Iti103 = new("ITI-103", null, AuditAction.None, "Get Authorization Server Metadata");
    public static readonly Transaction Capabilities = new("capabilities", null, AuditAction.None, "FHIR capabilities");

    /// <summary>An address or a method that no door has: open to all, for there is nothing, and audited where the caller shows who it is.</summary>
    public static readonly Transaction NoDoor = new("no-door", null, AuditAction.None, "Knock where there is no door");

    /// <summary>The scopes that admit it: its own, and for a transaction of IHE that FHIR's scope admits its id (IUA), too.</summary>
    public IReadOnlyList<Transaction> Admitting =>
        Scope is not null && Scope != Id && Id.StartsWith("ITI-", StringComparison.Ordinal) && Scope.StartsWith("system/", StringComparison.Ordinal)
            ? [this, this with { Scope = Id }]
            : [this];

    /// <summary>Asking what is wrong with a resource of a type (<c>$validate</c>): whoever may read the type may ask.</summary>
    public static Transaction Validation(string type) => new($"fhir-validate {type}", $"system/{type}.r", AuditAction.Query, $"validate {type}");

    /// <summary>A FHIR interaction on a resource type: scope <c>system/{type}.{letters}</c> (SMART v2: c r u d s).</summary>
    public static Transaction Fhir(string type, FhirInteraction interaction) => interaction switch
    {
        FhirInteraction.Read => new($"fhir-read {type}", $"system/{type}.r", AuditAction.Read, $"read {type}"),
        FhirInteraction.Search => new($"fhir-search {type}", $"system/{type}.s", AuditAction.Query, $"search {type}"),
        FhirInteraction.Create => new($"fhir-create {type}", $"system/{type}.c", AuditAction.Create, $"create {type}"),
        FhirInteraction.Update => new($"fhir-update {type}", $"system/{type}.u", AuditAction.Update, $"update {type}"),
        FhirInteraction.Delete => new($"fhir-delete {type}", $"system/{type}.d", AuditAction.Delete, $"delete {type}"),
        _ => throw new ArgumentOutOfRangeException(nameof(interaction)),
    };
}
