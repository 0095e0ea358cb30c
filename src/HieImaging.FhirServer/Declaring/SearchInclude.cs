using HieImaging.DocumentStore;

namespace HieImaging.FhirServer.Declaring;

/// <summary>What <c>_include=[type]:[name]</c> brings along.</summary>
/// <param name="Name">The search parameter that holds the reference: <c>endpoint</c>.</param>
/// <param name="Target">The type that is brought, declared too; its own visibility and audit hold.</param>
/// <param name="Ids">A select of one column, the target's ids, given the ids of the resources found.</param>
public sealed record SearchInclude(string Name, string Target, Func<string[], SqlFragment> Ids);
