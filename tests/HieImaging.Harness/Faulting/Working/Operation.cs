namespace HieImaging.Harness.Faulting.Working;

/// <summary>One thing that a hospital wants done, under keys of its own, however often it has to ask.</summary>
public sealed record Operation
{
    public required int Number { get; init; }
    public required OperationKind Kind { get; init; }

    /// <summary>The custodian; of a domain id the identity source.</summary>
    public required string Hospital { get; init; }

    /// <summary>What it says of studies; a feed says nothing of any.</summary>
    public IReadOnlyList<SaidStudy> Studies { get; init; } = [];

    /// <summary>uniqueId of the submission set, where the hospital gives it.</summary>
    public string? Set { get; init; }

    /// <summary><c>urn:oid:…|number</c> of whom a feed tells.</summary>
    public string? Patient { get; init; }
}

/// <summary>What an operation says of one study.</summary>
/// <param name="Study">Study Instance UID.</param>
/// <param name="Patients"><c>urn:oid:…|number</c>, of the hospital itself and then of another hospital where the same person is known.</param>
/// <param name="Document">uniqueId of the document; null where the exchange makes it (ImagingStudy resources).</param>
/// <param name="Sha256">Of the document's bytes, lower-case hexadecimal.</param>
/// <param name="Instances">How many the study has when this is done; 0: it is withdrawn.</param>
/// <param name="HasImages">They lie in the hospital's archive.</param>
public sealed record SaidStudy(string Study, IReadOnlyList<string> Patients, string? Document, string? Sha256, int Instances, bool HasImages);
