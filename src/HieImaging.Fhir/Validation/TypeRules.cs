using System.Collections.Concurrent;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.FhirPath;

namespace HieImaging.Fhir.Validation;

/// <summary>What R4 asks of a type beyond its elements' forms, put together when the type is first met.</summary>
internal sealed class TypeRules
{
    private static readonly ConcurrentDictionary<string, TypeRules> Known = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<Invariant>[] _onElement;

    private TypeRules(ElementType type)
    {
        Type = type;
        Node = NodeType.Find(type.Name) ?? throw new InvalidOperationException($"{type.Name} is no type of FHIRPath.");
        OnType = [.. type.Lineage.SelectMany(InvariantTable.At).Where(one => !NativeInvariants.Covers(one.Key))];
        _onElement = [.. type.Elements.Select(element => (IReadOnlyList<Invariant>)[.. type.Lineage
            .SelectMany(name => InvariantTable.At($"{name}.{element.Name}{(element.Types.Count > 1 ? "[x]" : "")}"))
            .Where(one => !NativeInvariants.Covers(one.Key) && ElementTables.Find($"{type.Name}.{element.Name}") is null)])];
    }

    internal ElementType Type { get; }

    internal NodeType Node { get; }

    /// <summary>Its own and those that it inherits, without those that are native.</summary>
    internal IReadOnlyList<Invariant> OnType { get; }

    /// <summary>Those that one element declares beside its type's.</summary>
    internal IReadOnlyList<Invariant> OnElement(ElementMember member) => _onElement[member.Index];

    /// <exception cref="KeyNotFoundException">R4 has no such type.</exception>
    internal static TypeRules Of(string name) =>
        Known.TryGetValue(name, out var known)
            ? known
            : Known.GetOrAdd(name, static one => new(ElementTables.Find(one) ?? throw new KeyNotFoundException(one)));
}
