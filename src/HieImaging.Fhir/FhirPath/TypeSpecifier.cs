using System.Diagnostics.CodeAnalysis;

namespace HieImaging.Fhir.FhirPath;

/// <summary>A type that an expression names: one of FHIR, or one of FHIRPath's System.</summary>
/// <param name="Fhir">The type of R4; null for one of System.</param>
/// <param name="Name">Its name without the namespace.</param>
internal sealed record TypeSpecifier(NodeType? Fhir, string Name)
{
    private static readonly string[] SystemTypes =
        ["Boolean", "String", "Integer", "Decimal", "Date", "DateTime", "Time", "Quantity", "Any"];

    internal string Namespace => Fhir is null ? "System" : "FHIR";

    /// <summary>Without a namespace a name is FHIR's before it is System's (FHIRPath N1, 6.3).</summary>
    internal static bool TryFind(string? space, string name, [NotNullWhen(true)] out TypeSpecifier? type)
    {
        type = space is null or "FHIR" && NodeType.Find(name) is { } fhir ? new(fhir, name)
            : space is null or "System" && SystemTypes.Contains(name) ? new(null, name)
            : null;
        return type is not null;
    }

    /// <summary>The type of an item; null where it has none.</summary>
    internal static TypeSpecifier? Of(in FhirNode item)
    {
        if (item.Type is { } type)
            return new(type, type.Name);
        return item.Kind switch
        {
            PathKind.None or PathKind.TypeSpecifier => null,
            PathKind.Date => new(null, item.AsDate is { IsDateTime: true } ? "DateTime" : "Date"),
            var kind => new(null, kind.ToString()),
        };
    }

    /// <summary>Whether an item is of the type or of one that specializes it.</summary>
    internal bool Holds(in FhirNode item)
    {
        if (Fhir is not null)
            return item.Type is { } type && type.Is(Fhir);
        return Name == "Any" || (item.System is not null && Of(item)?.Name == Name);
    }

    public override string ToString() => $"{Namespace}.{Name}";
}
