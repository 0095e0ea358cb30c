using System.Globalization;
using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.Identity.Reviewing;

/// <summary>The parameters of an operation by name, from the query (GET) or from a Parameters resource (POST); each once, none that the
/// operation does not know.</summary>
internal sealed record ReviewCall(IReadOnlyDictionary<string, string> Values)
{
    /// <returns>The parameters, or what is wrong with them.</returns>
    public static (ReviewCall? Call, FhirIssue? Problem) Read(FhirCall call, params string[] names)
    {
        if (call.Resource is { } resource && (resource.Type != "Parameters" || call.Query.Terms.Count > 0))
            return (null, FhirIssue.Error(IssueCode.Invalid, "The operation is called with a Parameters resource."));
        var given = call.Resource is { Root: var root } ? InBody(root) : call.Query.Terms.Select(InQuery);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            if (!names.Contains(name))
                return (null, FhirIssue.Error(IssueCode.NotSupported, $"The operation takes {string.Join(", ", names)}."));
            if (value is null || !values.TryAdd(name, value))
                return (null, FhirIssue.Error(IssueCode.Invalid, "A parameter is given once, with one value.", name));
        }
        return (new ReviewCall(values), null);
    }

    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>The pair that a and b name, as <c>s-…</c> or <c>Patient/s-…</c>; of an overlay b may be left out.</summary>
    /// <param name="isItem">Of the queue: there a record may be doubtful by itself.</param>
    public ReviewKey? Key(bool isItem = false)
    {
        var kind = ReviewKind.Pair;
        if (this["kind"] is { } word && !(Enum.TryParse(word, ignoreCase: true, out kind) && Enum.IsDefined(kind)))
            return null;
        if (this["a"] is not { } a || (this["b"] ?? (kind == ReviewKind.Overlay ? a : null)) is not { } b)
            return null;
        return isItem ? ReviewKey.OfItem(Id(a), Id(b), kind) : ReviewKey.Of(Id(a), Id(b), kind);
    }

    private static string Id(string reference) =>
        reference.StartsWith("Patient/", StringComparison.Ordinal) ? reference["Patient/".Length..] : reference;

    private static (string, string?) InQuery(SearchTerm term) =>
        (term.Name, term is { Modifier: null, Chain: null, Values: [var value] } ? value : null);

    private static IEnumerable<(string, string?)> InBody(JsonElement parameters)
    {
        if (!parameters.TryGetProperty("parameter", out var all))
            yield break;
        foreach (var one in all.EnumerateArray())
            yield return (JsonMembers.Text(one, "name") ?? "", Value(one));    // a name may be an extension alone
    }

    private static string? Value(JsonElement parameter)
    {
        foreach (var member in parameter.EnumerateObject())
            switch (member.Name)
            {
                case "valueReference":
                    return member.Value.TryGetProperty("reference", out var reference) ? reference.GetString() : null;
                case "valueString" or "valueCode" or "valueId" or "valueDateTime" or "valueInstant" or "valueUri":
                    return member.Value.GetString();
                case "valueInteger" or "valueUnsignedInt" or "valuePositiveInt":
                    return member.Value.GetInt32().ToString(CultureInfo.InvariantCulture);
            }
        return null;
    }
}
