using System.Globalization;

namespace HieImaging.Fhir.FhirPath;

/// <summary>Texts (FHIRPath N1, 5.6).</summary>
internal static class StringFunctions
{
    private const int LongestText = 1024 * 1024;

    internal static void AddTo(Dictionary<string, PathFunction> functions)
    {
        Add(functions, "indexOf", (text, other) => FhirNode.Of(text.IndexOf(other, StringComparison.Ordinal)));
        Add(functions, "startsWith", (text, other) => FhirNode.Of(text.StartsWith(other, StringComparison.Ordinal)));
        Add(functions, "endsWith", (text, other) => FhirNode.Of(text.EndsWith(other, StringComparison.Ordinal)));
        Add(functions, "contains", (text, other) => FhirNode.Of(text.Contains(other, StringComparison.Ordinal)));
        Add(functions, "upper", text => FhirNode.Of(text.ToUpper(CultureInfo.InvariantCulture)));
        Add(functions, "lower", text => FhirNode.Of(text.ToLower(CultureInfo.InvariantCulture)));
        Add(functions, "trim", text => FhirNode.Of(text.Trim()));
        Add(functions, "length", text => FhirNode.Of(text.Length));
        functions.Add("substring", new(1, 2, Substring));
        functions.Add("replace", new(2, 2, Replace));
        functions.Add("matches", new(1, 1, Matches));
        functions.Add("replaceMatches", new(2, 2, ReplaceMatches));
        functions.Add("toChars", new(0, 0, ToChars));
        functions.Add("split", new(1, 1, Split));
        functions.Add("join", new(0, 1, Join));
    }

    private static void Add(Dictionary<string, PathFunction> functions, string name, Func<string, FhirNode> value) =>
        functions.Add(name, new(0, 0, (in call, in _, output) =>
        {
            if (call.Text(out var text))
                output.Add(value(text));
        }));

    private static void Add(Dictionary<string, PathFunction> functions, string name, Func<string, string, FhirNode> value) =>
        functions.Add(name, new(1, 1, (in call, in frame, output) =>
        {
            if (call.Text(out var text) && call.Text(0, frame, out var other))
                output.Add(value(text, other));
        }));

    private static void Substring(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (!call.Text(out var text) || !call.Whole(0, frame, out var start) || start < 0 || start >= text.Length)
            return;
        var length = call.Has(1) && call.Whole(1, frame, out var wanted) ? Math.Clamp(wanted, 0, text.Length - start) : text.Length - start;
        output.Add(FhirNode.Of(text.Substring(start, length)));
    }

    private static void Replace(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (!call.Text(out var text) || !call.Text(0, frame, out var pattern) || !call.Text(1, frame, out var other))
            return;
        if (((long)text.Length + 1) * (other.Length + 1) > LongestText * 16L)
            call.Scope.Fail("A text grows longer than is kept.");
        else
            output.Add(FhirNode.Of(pattern.Length > 0
                ? text.Replace(pattern, other, StringComparison.Ordinal)
                : other + string.Concat(text.Select(one => one + other))));
    }

    private static void Matches(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (call.Text(out var text) && call.Text(0, frame, out var pattern) && PathRegex.Matches(call.Scope, text, pattern) is { } matches)
            output.Add(FhirNode.Of(matches));
    }

    private static void ReplaceMatches(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (!call.Text(out var text) || !call.Text(0, frame, out var pattern) || !call.Text(1, frame, out var other))
            return;
        if (((long)text.Length + 1) * (other.Length + 1) > LongestText * 16L)
            call.Scope.Fail("A text grows longer than is kept.");
        else if (PathRegex.Replace(call.Scope, text, pattern, other) is { } replaced)
            output.Add(FhirNode.Of(replaced));
    }

    private static void ToChars(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (!call.Text(out var text))
            return;
        foreach (var one in text)
            output.Add(FhirNode.Of(one.ToString()));
    }

    private static void Split(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (!call.Text(out var text) || !call.Text(0, frame, out var separator))
            return;
        foreach (var part in separator.Length > 0 ? text.Split(separator) : [text])
            output.Add(FhirNode.Of(part));
    }

    private static void Join(in PathCall call, in PathFrame frame, NodeList output)
    {
        var separator = call.Text(0, frame, out var given) ? given : "";
        var parts = new List<string>();
        long length = 0;
        foreach (ref readonly var item in call.Input.Items)
        {
            if (item.Kind == PathKind.String)
                parts.Add(item.AsText);
            length += separator.Length + (parts.Count > 0 ? parts[^1].Length : 0);
        }
        if (length > LongestText * 16L)
            call.Scope.Fail("A text grows longer than is kept.");
        else if (parts.Count > 0)
            output.Add(FhirNode.Of(string.Join(separator, parts)));
    }
}
