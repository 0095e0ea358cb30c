using System.Globalization;

namespace HieImaging.Wire.Multipart;

/// <summary>What a DICOMweb caller takes, in the order of its liking (PS3.18 8.3.3.1, 8.7; RFC 9110 12.5.1).</summary>
public static class AcceptHeader
{
    private const int Most = 32;

    /// <summary>
    /// The alternatives; <c>*/*</c> where nothing is said. The query parameter <c>accept</c> outranks the header; q=0 is a refusal; what is
    /// no media type is left out.
    /// </summary>
    public static IEnumerable<MediaType> Of(string? accept, string? query)
    {
        var text = string.IsNullOrWhiteSpace(query) ? accept : query;
        if (string.IsNullOrWhiteSpace(text))
            text = "*/*";
        return Split(text).Take(Most)
            .Select(one => MediaType.TryParse(one, out var media) ? media : null).OfType<MediaType>()
            .Select(media => (media, q: Quality(media))).Where(pair => pair.q > 0)
            .OrderByDescending(pair => pair.q).Select(pair => pair.media);
    }

    // A comma inside quotes separates nothing.
    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == '"';
            if (text[i] != ',' || quoted)
                continue;
            yield return text[start..i].Trim();
            start = i + 1;
        }
        yield return text[start..].Trim();
    }

    private static double Quality(MediaType media) =>
        double.TryParse(media["q"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? q : 1;
}
