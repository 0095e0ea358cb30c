using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Reading;

/// <summary>One resource and its versions: a version may be seen by whom the resource as it stands now may be seen.</summary>
internal static class VersionQueries
{
    private static readonly SqlFragment Version = SqlFragment.Raw("version_");

    internal static SqlFragment Current(ResourceDeclaration declaration, string id, SqlFragment visible) =>
        $"{StoredResources.Select(declaration, declaration.Alias, [])} from {declaration.From} where {declaration.Alias}.id = {id} and ({visible})";

    internal static SqlFragment One(ResourceDeclaration declaration, string id, int version, SqlFragment visible) =>
        $"{Versions(declaration, id, visible)} and {Version}.version = {version}";

    /// <summary>The newest first, from below a version on.</summary>
    internal static SqlFragment All(ResourceDeclaration declaration, string id, int below, int count, SqlFragment visible) =>
        $"{Versions(declaration, id, visible)} and {Version}.version < {below} order by {Version}.version desc limit {count}";

    // A version is kept once: the history of a table may hold the current one too.
    private static SqlFragment Versions(ResourceDeclaration declaration, string id, SqlFragment visible)
    {
        var now = declaration.Alias;
        return $"""
            {StoredResources.Select(declaration, Version, [])} from {declaration.From}
            cross join lateral (
                select {now}.id, {now}.version, {now}.last_updated, {now}.deleted, {now}.body
                union all
                select kept_.id, kept_.version, kept_.last_updated, kept_.deleted, kept_.body
                from {declaration.History!} kept_ where kept_.id = {now}.id and kept_.version <> {now}.version) {Version}
            where {now}.id = {id} and ({visible})
            """;
    }
}
