namespace HieImaging.Fhir.Elements;

/// <summary>A type: its elements in the definition's order, inherited ones first.</summary>
internal sealed class ElementType
{
    private readonly Dictionary<string, ElementMember> _members = new(StringComparer.Ordinal);

    internal ElementType(IReadOnlyList<string> lineage, IReadOnlyList<ElementDefinition> elements)
    {
        Lineage = lineage;
        IsResource = lineage[^1] == "Resource";
        Elements = elements;
        for (var index = 0; index < elements.Count; index++)
        {
            foreach (var type in elements[index].Types)
                _members[MemberName(elements[index], type.Name)] =
                    new(elements[index], index, type.Name, char.IsAsciiLetterLower(type.Name[0]), type.Targets);
        }
    }

    internal string Name => Lineage[0];

    /// <summary>The type and what it is derived from, up to <c>Element</c> or <c>Resource</c>.</summary>
    internal IReadOnlyList<string> Lineage { get; }

    /// <summary>Has a <c>resourceType</c>.</summary>
    internal bool IsResource { get; }

    internal IReadOnlyList<ElementDefinition> Elements { get; }

    /// <summary>By their names in JSON.</summary>
    internal IReadOnlyDictionary<string, ElementMember> Members => _members;

    /// <summary>The member of that name; null where the type has none.</summary>
    internal ElementMember? Find(string name) => _members.GetValueOrDefault(name);

    private static string MemberName(ElementDefinition element, string type) =>
        element.Types.Count == 1 ? element.Name : element.Name + char.ToUpperInvariant(type[0]) + type[1..];
}
