using System.Collections.Frozen;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Matching;

/// <summary>A number as it is compared: its system in the one spelling, its value as <see cref="IdentifierKey"/>.</summary>
/// <param name="Local">Given out by a hospital: one person may have two.</param>
internal sealed record ComparableIdentifier(string System, string Key, bool Local)
{
    // HL7 table 0203: numbers of a place, a visit, an account or a relative, none of which a person has only one of.
    private static readonly FrozenSet<string> LocalTypes = new[]
    {
        "MR", "MRT", "PI", "PT", "VN", "AN", "PRN", "RRI", "U", "FI", "LR", "ANON", "ANC", "ANT", "AM", "PN", "DI", "MA", "MC", "EI", "EN", "XX",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<ComparableIdentifier> Of(IReadOnlyList<DemographicIdentifier> said) =>
    [
        .. from identifier in said
           where !string.IsNullOrWhiteSpace(identifier.Value)
           let key = IdentifierKey.Of(identifier.Value)
           where key is not null
           select new ComparableIdentifier(
               CarriedIdentifier.SystemOf(identifier.System?.Trim() ?? ""), key, LocalTypes.Contains(identifier.Type?.Trim().ToUpperInvariant() ?? ""))
           into comparable
           group comparable by (comparable.System, comparable.Key) into same
           orderby same.Key.System, same.Key.Key
           select same.First() with { Local = same.Any(one => one.Local) },
    ];
}
