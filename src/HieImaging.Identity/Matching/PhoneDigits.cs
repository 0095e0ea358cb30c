namespace HieImaging.Identity.Matching;

/// <summary>A telephone number as it is compared: its last nine digits, so that a country's prefix or the zero before an area does not
/// matter.</summary>
internal static class PhoneDigits
{
    private const int Kept = 9, Fewest = 6;

    /// <summary>Empty for what is no number: too short, one digit, a run, an exchange for films (555-01xx).</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var plain = text.IndexOfAny(['x', 'X', 'e', 'E']) is var extension and > 0 ? text[..extension] : text;
        var digits = string.Concat(plain.Where(char.IsAsciiDigit)).TrimStart('0');
        if (digits.Length > Kept)
            digits = digits[^Kept..];
        return digits.Length < Fewest || digits.Distinct().Count() < 3 && digits.Length > 0 && digits.AsSpan()[2..].TrimStart(digits[^1]).IsEmpty
            || "01234567890123456789".Contains(digits, StringComparison.Ordinal) || "98765432109876543210".Contains(digits, StringComparison.Ordinal)
            ? "" : digits;
    }
}
