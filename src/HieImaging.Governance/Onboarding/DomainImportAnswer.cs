namespace HieImaging.Governance.Onboarding;

/// <summary>What became of an affinity-domain file.</summary>
public abstract record DomainImportAnswer
{
    private DomainImportAnswer() { }

    /// <summary>It is in force as this version.</summary>
    /// <param name="Changed">Organizations and Endpoints that were written anew or removed.</param>
    public sealed record Imported(int Version, int Changed) : DomainImportAnswer;

    /// <summary>It was in force already.</summary>
    public sealed record Unchanged(int Version) : DomainImportAnswer;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(IReadOnlyList<string> Problems) : DomainImportAnswer;
}
