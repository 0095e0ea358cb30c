using HieImaging.DocumentStore;

namespace HieImaging.Governance.Onboarding;

/// <summary>An Organization or Endpoint as derived from the domain file; its bytes are canonical JSON with id, version and time in
/// them.</summary>
internal sealed record DerivedResource(string Id, int Version, byte[] Body)
{
    public required IReadOnlyDictionary<string, SqlFragment> Columns { get; init; }

    public static DocumentTable<DerivedResource> Organizations { get; } =
        Table("record_locator.organization", "participant", "name", "identifiers");

    public static DocumentTable<DerivedResource> Endpoints { get; } = Table("record_locator.endpoint", "custodian", "location", "status");

    private static DocumentTable<DerivedResource> Table(string name, params string[] columns)
    {
        var table = new DocumentTable<DerivedResource>(
            name, resource => resource.Id, resource => resource.Version, resource => resource.Body,
            static _ => throw new NotSupportedException("A derived resource is derived anew, never read back.")).WithHistory();
        foreach (var column in columns)
            table.Column(column, resource => resource.Columns[column]);
        return table;
    }
}
