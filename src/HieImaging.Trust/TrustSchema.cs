using HieImaging.DocumentStore;

namespace HieImaging.Trust;

/// <summary>Trust's own tables: the audit trail.</summary>
public static class TrustSchema
{
    public static IReadOnlyList<Migration> Migrations { get; } = EmbeddedMigrations.Of(typeof(TrustSchema).Assembly, "trust");
}
