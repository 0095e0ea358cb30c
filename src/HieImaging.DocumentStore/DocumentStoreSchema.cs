namespace HieImaging.DocumentStore;

/// <summary>This project's own tables: migrations applied, outbox, inbox, dead letters.</summary>
public static class DocumentStoreSchema
{
    public static IReadOnlyList<Migration> Migrations { get; } =
        EmbeddedMigrations.Of(typeof(DocumentStoreSchema).Assembly, "document_store");
}
