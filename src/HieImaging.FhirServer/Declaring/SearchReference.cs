using HieImaging.DocumentStore;

namespace HieImaging.FhirServer.Declaring;

/// <summary>A reference that leads from the type to another: what <c>_include=[type]:[name]</c> brings along, what a chain
/// <c>[name].…</c> follows, and what <c>_revinclude</c> and <c>_has</c> follow back. The other type is declared too; its own visibility,
/// scope and audit hold wherever it is looked into.</summary>
/// <param name="Name">The search parameter that holds the reference: <c>endpoint</c>.</param>
/// <param name="Target">The type that it leads to.</param>
/// <param name="Ids">A select of one column, the ids of targets, given a select of one column, the ids of resources of this type.</param>
public sealed record SearchReference(string Name, string Target, Func<SqlFragment, SqlFragment> Ids)
{
    /// <summary>A condition over the declaration's alias: it refers to one of the targets, whose ids are given as a select of one column.
    /// Null: included only, neither chained nor followed back.</summary>
    public Func<SqlFragment, SqlFragment>? Refers { get; init; }

    /// <summary>As <see cref="Ids"/>, but the ids under which targets are found by a search of their own; null: the same.</summary>
    public Func<SqlFragment, SqlFragment>? Found { get; init; }
}
