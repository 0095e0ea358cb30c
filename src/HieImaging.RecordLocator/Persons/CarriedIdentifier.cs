using System.Text.Json;

namespace HieImaging.RecordLocator.Persons;

/// <summary>An identifier as FHIR writes it: system and value, neither empty.</summary>
public sealed record CarriedIdentifier(string System, string Value)
{
    /// <summary>Every identifier of a FHIR Patient that has both; one without a system is nobody's.</summary>
    public static IEnumerable<CarriedIdentifier> In(JsonElement patient)
    {
        if (!patient.TryGetProperty("identifier", out var identifiers) || identifiers.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var identifier in identifiers.EnumerateArray())
            if (Text(identifier, "system") is { Length: > 0 } system && Text(identifier, "value")?.Trim() is { Length: > 0 } value)
                yield return new CarriedIdentifier(system, value);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
