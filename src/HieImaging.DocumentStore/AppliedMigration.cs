namespace HieImaging.DocumentStore;

/// <summary>A migration as the database remembers it.</summary>
internal sealed record AppliedMigration(string Schema, int Number, string Name, string Sha256);
