namespace HieImaging.Hl7v2.Messages;

/// <summary>The n-th of what a sign separates; nothing is split that is not asked for, so that a message of separators costs its
/// bytes.</summary>
internal static class Part
{
    /// <param name="number">From 1.</param>
    /// <returns>Empty where there are fewer.</returns>
    public static string Of(string? text, char separator, int number)
    {
        if (text is null)
            return "";
        var rest = text.AsSpan();
        for (; number > 1; number--)
        {
            var end = rest.IndexOf(separator);
            if (end < 0)
                return "";
            rest = rest[(end + 1)..];
        }
        var length = rest.IndexOf(separator);
        return length < 0 && rest.Length == text.Length ? text : (length < 0 ? rest : rest[..length]).ToString();
    }
}
