namespace HieImaging.Harness.Faulting.Checking;

/// <summary>A registered study as its row says.</summary>
/// <param name="Manifests">Documents that speak, or once spoke, of it.</param>
public sealed record ObservedStudy(string Study, int Version, bool IsWithdrawn, int Instances, int Manifests);

/// <summary>A document as its entries say, and as it is retrieved.</summary>
/// <param name="Entries">Rows of that uniqueId.</param>
/// <param name="Sha256">Of the bytes that ITI-43 gives; null: none.</param>
public sealed record ObservedDocument(int Entries, bool IsApproved, string? Sha256);

/// <summary>Audit records of one attempt.</summary>
public sealed record ObservedAudit(int Granted, int Refused);

/// <summary>A key object of a bulk intake: how often it was registered from the queue, and how many records tell of that.</summary>
public sealed record ObservedItem(int Registered, int Records);

/// <summary>All that is to be seen of an exchange when the faults are over and the queues are empty.</summary>
public sealed record Observed
{
    /// <summary>By Study UID: every row, more than one where a study is there twice.</summary>
    public required ILookup<string, ObservedStudy> Studies { get; init; }

    /// <summary>By Study UID, what a search by it gives: the instances of each match.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<int>> FoundByUid { get; init; }

    /// <summary>By patient number and Study UID, what a search by the number gives.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>> FoundByNumber { get; init; }

    /// <summary>By uniqueId.</summary>
    public required IReadOnlyDictionary<string, ObservedDocument> Documents { get; init; }

    /// <summary>Document entries, whoever gave them their uniqueId.</summary>
    public required int DocumentRows { get; init; }

    /// <summary>By uniqueId, how many submission sets there are.</summary>
    public required IReadOnlyDictionary<string, int> Sets { get; init; }

    /// <summary>By <c>urn:oid:…|number</c>, the version of each source identity.</summary>
    public required ILookup<string, int> Patients { get; init; }

    /// <summary>By trace.</summary>
    public required IReadOnlyDictionary<string, ObservedAudit> Audit { get; init; }

    /// <summary>By uniqueId of the document.</summary>
    public required IReadOnlyDictionary<string, ObservedItem> Items { get; init; }

    /// <summary>What went wrong when the images of some studies were retrieved.</summary>
    public IReadOnlyList<string> WrongImages { get; init; } = [];

    /// <summary>What <c>hie-node audit verify</c> says where it does not verify.</summary>
    public string? BrokenChain { get; init; }

    /// <summary>What <c>hie-node rebuild --check</c> says where the derived tables differ from what they are derived of.</summary>
    public string? Underived { get; init; }

    public required long DeadLetters { get; init; }

    /// <summary>Lines of a log in which a patient is named.</summary>
    public IReadOnlyList<string> NamedInLogs { get; init; } = [];

    /// <summary>Temporary files that are left when every process has ended.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];
}
