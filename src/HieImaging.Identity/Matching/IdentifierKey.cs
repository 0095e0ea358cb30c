namespace HieImaging.Identity.Matching;

/// <summary>An identifier's value as it is compared: letters and digits only, upper case; numbers that desks invent count as
/// missing.</summary>
internal static class IdentifierKey
{
    /// <summary>The key, or null for a placeholder (all one digit, a run such as 123456789, fewer than four characters).</summary>
    public static string? Of(string value)
    {
        var key = string.Concat(value.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant));
        var invented = key.Length < 4 || key.Distinct().Count() == 1
            || "01234567890123456789".Contains(key, StringComparison.Ordinal)
            || "98765432109876543210".Contains(key, StringComparison.Ordinal);
        return invented ? null : key;
    }
}
