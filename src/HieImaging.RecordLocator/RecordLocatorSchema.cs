using HieImaging.DocumentStore;

namespace HieImaging.RecordLocator;

/// <summary>The tables of what the exchange knows now.</summary>
public static class RecordLocatorSchema
{
    public static IReadOnlyList<Migration> Migrations { get; } =
        EmbeddedMigrations.Of(typeof(RecordLocatorSchema).Assembly, "record_locator");
}
