using System.Globalization;

namespace HieImaging.Manifests.DocumentEntries;

/// <summary>sourcePatientInfo: PID-3, PID-5, PID-7 and PID-8, never PID-2, 4, 12 or 19 (TF-3 4.2.3.2.23).</summary>
internal static class SourcePatientText
{
    public static IReadOnlyList<string> Of(ManifestPatient patient)
    {
        var lines = new List<string> { "PID-3|" + patient.Identifier.Cx };
        if (patient.Name is { } name)
            lines.Add("PID-5|" + Xpn(name));
        if (patient.BirthDate is { } born)
            lines.Add("PID-7|" + born.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        if (patient.Sex is "M" or "F" or "O")
            lines.Add("PID-8|" + patient.Sex);
        return lines;
    }

    /// <summary>HL7 v2 escapes for what separates there (2.7.1).</summary>
    public static string Escape(string text) => text
        .Replace("\\", "\\E\\", StringComparison.Ordinal).Replace("|", "\\F\\", StringComparison.Ordinal)
        .Replace("^", "\\S\\", StringComparison.Ordinal).Replace("&", "\\T\\", StringComparison.Ordinal)
        .Replace("~", "\\R\\", StringComparison.Ordinal);

    // PN has prefix before suffix, XPN suffix before prefix.
    private static string Xpn(string name)
    {
        var parts = name.Split('=')[0].Split('^').Select(Escape).ToArray();
        string Part(int index) => index < parts.Length ? parts[index] : "";
        return string.Join('^', Part(0), Part(1), Part(2), Part(4), Part(3)).TrimEnd('^');
    }
}
