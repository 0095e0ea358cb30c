using System.Text.Json;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Validation;

/// <summary>What a Reference says that it refers to: <c>#id</c>, <c>Patient/1</c>, an address that ends so, a full URL of the same Bundle,
/// or its <c>type</c> alone (R4, 2.3.0). Nothing is fetched.</summary>
internal static class ReferenceCheck
{
    private const string Definitions = "http://hl7.org/fhir/StructureDefinition/";

    /// <summary>What is wrong with it; null where nothing is.</summary>
    /// <param name="reference">A sound Reference.</param>
    /// <param name="targets">The types allowed; empty: any.</param>
    /// <param name="frame">Where it stands.</param>
    internal static (string Code, string Text)? Check(JsonElement reference, IReadOnlyList<string> targets, ResourceFrame frame)
    {
        var (literal, said) = (Text(reference, "reference"u8), Text(reference, "type"u8));
        if (said is not null)
        {
            said = said.StartsWith(Definitions, StringComparison.Ordinal) ? said[Definitions.Length..] : said;
            if (!said.Contains(':', StringComparison.Ordinal) && !IsResourceType(said))
                return (IssueCode.Value, "Reference.type is no resource type of R4.");
        }
        if (literal is ['#', .. var id] && frame.TypeOfContained(id) is null)
            return (IssueCode.Invariant, "ref-1: A fragment refers to a contained resource, and there is none of that id.");
        var type = TypeOf(literal, frame);
        if (literal is not null && type is null && NamesAnotherType(literal))
            return (IssueCode.Value, "A relative reference begins with a resource type of R4.");
        if (type is not null && said is not null && type != said)
            return (IssueCode.Value, "The reference is to another type than Reference.type says.");
        return targets.Count > 0 && (type ?? said) is { } target && !targets.Contains(target)
            ? (IssueCode.Value, $"The element may refer to {string.Join(" or ", targets)} only.")
            : null;
    }

    /// <summary>The type that a literal reference is of; null where it does not tell.</summary>
    internal static string? TypeOf(string? literal, ResourceFrame frame) => literal switch
    {
        null => null,
        ['#', .. var id] => frame.TypeOfContained(id),
        _ => frame.TypeOfEntry(literal) ?? TypeInPath(literal),
    };

    /// <summary><c>[base/]Type/id[/_history/version]</c> or, in a transaction, <c>Type?query</c>.</summary>
    private static string? TypeInPath(string literal)
    {
        if (literal.StartsWith("urn:", StringComparison.Ordinal))
            return null;
        var query = literal.IndexOf('?', StringComparison.Ordinal);
        var parts = (query < 0 ? literal : literal[..query]).Split('/');
        if (parts is [.., _, _, "_history", _])
            parts = parts[..^2];
        var type = query >= 0 ? parts[^1] : parts.Length > 1 ? parts[^2] : "";
        return IsResourceType(type) ? type : null;
    }

    private static bool NamesAnotherType(string literal) =>
        literal.Split('/') is [[>= 'A' and <= 'Z', ..] type, { Length: > 0 }] && type.All(char.IsAsciiLetter);

    private static bool IsResourceType(string name) =>
        name is not ("Resource" or "DomainResource") && ElementTables.FindCodes("resource-types")!.Contains(name);

    private static string? Text(JsonElement value, ReadOnlySpan<byte> name) =>
        value.TryGetProperty(name, out var text) ? text.GetString() : null;
}
