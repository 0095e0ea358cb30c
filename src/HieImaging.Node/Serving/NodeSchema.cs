using HieImaging.DocumentStore;
using HieImaging.Node.Roles;
using HieImaging.RecordLocator;
using HieImaging.Trust;

namespace HieImaging.Node.Serving;

/// <summary>Every project's migrations, from the lowest floor up.</summary>
internal static class NodeSchema
{
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        .. DocumentStoreSchema.Migrations, .. RecordLocatorSchema.Migrations, .. TrustSchema.Migrations,
        .. NodeRoles.All.SelectMany(role => role.Migrations),
    ];
}
