using System.Text.Json;

namespace HieImaging.Identity.Documents;

/// <summary>
/// How much a Patient may say: each name, number and address costs a lock, a key and a comparison with everybody who lies under it, so that
/// what nobody has, a thousand telephones, is not taken and not looked for. Pure.
/// </summary>
internal static class PatientBounds
{
    /// <summary>Items of one item: given names, lines.</summary>
    private const int MostWithin = 16;

    /// <summary>Of a number: as of one that is a patient's own.</summary>
    private const int LongestNumber = 256;

    private const int LongestText = 1_000;

    private static readonly (string Element, int Most)[] Lists = [("identifier", 100), ("name", 32), ("telecom", 32), ("address", 32)];

    /// <param name="patient">A structurally sound Patient.</param>
    /// <returns>The element that says too much; null: none does.</returns>
    public static string? Exceeded(JsonElement patient)
    {
        foreach (var (element, most) in Lists)
            if (patient.TryGetProperty(element, out var items) && items.ValueKind == JsonValueKind.Array
                && (items.GetArrayLength() > most || items.EnumerateArray().Any(item => IsTooMuch(element, item))))
                return element;
        return null;
    }

    private static bool IsTooMuch(string element, JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.EnumerateObject().Any(member => member.Value.ValueKind switch
        {
            JsonValueKind.String => member.Value.GetString()!.Length > (element == "identifier" ? LongestNumber : LongestText),
            JsonValueKind.Array => member.Value.GetArrayLength() > MostWithin || member.Value.EnumerateArray().Any(IsTooLong),
            _ => false,
        });

    private static bool IsTooLong(JsonElement text) => text.ValueKind == JsonValueKind.String && text.GetString()!.Length > LongestText;
}
