using HieImaging.DocumentStore;

namespace HieImaging.FhirServer.Declaring;

/// <summary>A value of a resource that the audit record needs.</summary>
/// <param name="Name">By which <see cref="FhirRow"/> gives it.</param>
/// <param name="Value">An expression over the alias; read as text.</param>
public sealed record DisclosedColumn(string Name, SqlFragment Value);
