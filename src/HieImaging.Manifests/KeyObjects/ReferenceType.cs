namespace HieImaging.Manifests.KeyObjects;

/// <summary>Whether a content item refers to an image, a waveform or another composite (PS3.3 C.17.3, value types).</summary>
internal static class ReferenceType
{
    private const string Storage = "1.2.840.10008.5.1.4.1.1.";

    public static string Of(string sopClass)
    {
        if (!sopClass.StartsWith(Storage, StringComparison.Ordinal))
            return "COMPOSITE";
        var rest = sopClass[Storage.Length..];
        if (rest.StartsWith("9.", StringComparison.Ordinal))
            return "WAVEFORM";
        string[] notImages =
            ["11.", "66", "67", "68", "88.", "90.", "104.", "481.3", "481.4", "481.5", "481.6", "481.7", "481.8", "481.9", "200."];
        var image = rest is "66.4" or "66.7" || !notImages.Any(prefix => rest.StartsWith(prefix, StringComparison.Ordinal));
        return image ? "IMAGE" : "COMPOSITE";
    }
}
