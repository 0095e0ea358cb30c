using System.Text.RegularExpressions;

namespace HieImaging.Fhir.Xml;

/// <summary>A number of FHIR is written in XML as in JSON; its digits are kept (R4, 2.24.0.1).</summary>
internal static partial class XmlNumber
{
    internal static bool IsJson(string value) => value.Length <= 64 && Form().IsMatch(value);

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
