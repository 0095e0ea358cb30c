using System.Globalization;
using System.Text;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Elements;

/// <summary>Holds a resource against the element tables: unknown members, cardinality, arrays, types, choices, the forms of primitives,
/// required codes, narrative. What needs a second look at the whole (invariants, references, profiles) is another walk's.
/// </summary>
internal sealed class ElementCheck
{
    private const int MostIssues = 50;

    private readonly List<FhirIssue> _issues = [];
    private readonly StringBuilder _path = new();

    /// <summary>At most 50 issues in reading order; none when the resource is sound. The tree holds no duplicate members and no text that
    /// is not Unicode.</summary>
    internal static IReadOnlyList<FhirIssue> Run(JsonElement root)
    {
        var check = new ElementCheck();
        check.Resource(root, contained: false);
        return check._issues;
    }

    private void Resource(JsonElement resource, bool contained)
    {
        if (resource.ValueKind != JsonValueKind.Object)
        {
            Report(IssueCode.Structure, "A resource is a JSON object.");
            return;
        }
        if (!resource.TryGetProperty("resourceType"u8, out var named) || named.ValueKind != JsonValueKind.String)
        {
            Report(IssueCode.Structure, "A resource has a resourceType.");
            return;
        }
        if (ElementTables.FindResource(named.GetString()!) is not { } type)
        {
            Report(IssueCode.Structure, "The resourceType is no resource type of R4.");
            return;
        }
        var start = _path.Length;
        if (start == 0)
            _path.Append(type.Name);
        Members(resource, type);
        if (contained && resource.TryGetProperty("contained"u8, out _))
            Report(IssueCode.Invariant, "A contained resource contains no other (dom-2).");
        _path.Length = start;
    }

    private void Members(JsonElement value, ElementType type)
    {
        var seen = new string?[type.Elements.Count];
        var any = false;
        foreach (var property in value.EnumerateObject())
        {
            if (_issues.Count >= MostIssues)
                return;
            if (type.IsResource && property.NameEquals("resourceType"u8))
                continue;
            any = true;
            Member(type, property, seen);
        }
        if (!any && !type.IsResource)
            Report(IssueCode.Structure, "An object is not empty.");
        for (var index = 0; index < seen.Length; index++)
        {
            if (seen[index] is null && type.Elements[index].Required)
                Report(IssueCode.Required, "The element is required.", type.Elements[index].Name);
        }
    }

    private void Member(ElementType type, JsonProperty property, string?[] seen)
    {
        var sibling = property.Name is ['_', ..];
        var name = sibling ? property.Name[1..] : property.Name;
        if (type.Find(name) is not { } member || (sibling && !member.IsPrimitive))
        {
            Report(IssueCode.Structure, $"There is a member that {type.Name} does not have.");
            return;
        }
        if (seen[member.Index] is { } other && other != name)
            Report(IssueCode.Structure, "A choice of types has one value.", name);
        seen[member.Index] = name;
        var start = _path.Length;
        _path.Append('.').Append(name);
        Values(member, property.Value, sibling, type);
        _path.Length = start;
    }

    private void Values(ElementMember member, JsonElement value, bool sibling, ElementType owner)
    {
        if (member.Element.Many != (value.ValueKind == JsonValueKind.Array))
        {
            Report(
                IssueCode.Structure,
                member.Element.Many
                    ? "The element repeats: it is an array."
                    : "The element does not repeat: it is no array.");
            return;
        }
        if (!member.Element.Many)
        {
            Value(member, value, sibling, owner);
            return;
        }
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (_issues.Count >= MostIssues)
                return;
            var start = _path.Length;
            _path.Append(CultureInfo.InvariantCulture, $"[{index++}]");
            if (item.ValueKind != JsonValueKind.Null || !member.IsPrimitive)
                Value(member, item, sibling, owner);
            _path.Length = start;
        }
        if (index == 0)
            Report(IssueCode.Structure, "An array is not empty.");
    }

    private void Value(ElementMember member, JsonElement value, bool sibling, ElementType owner)
    {
        if (sibling)
            Complex(value, "Element");
        else if (member.IsPrimitive)
            Primitive(member, value, owner);
        else if (member.Type == "Resource")
            Resource(value, contained: member.Element.Name == "contained");
        else
            Complex(value, member.Type);
        if (!sibling && !member.IsPrimitive && member.Element.Codes is { } codes && !IsCoded(value, codes))
            Report(IssueCode.CodeInvalid, "No coding is of the required value set.");
    }

    /// <summary>A Coding of the set, or a CodeableConcept with one.</summary>
    private static bool IsCoded(JsonElement value, CodeSet codes) =>
        value.ValueKind != JsonValueKind.Object
        || (value.TryGetProperty("coding"u8, out var codings)
            ? codings.ValueKind != JsonValueKind.Array || codings.EnumerateArray().Any(one => IsOf(one, codes))
            : IsOf(value, codes));

    private static bool IsOf(JsonElement coding, CodeSet codes) =>
        coding.ValueKind != JsonValueKind.Object || codes.Contains(Text(coding, "system"u8), Text(coding, "code"u8));

    private static string? Text(JsonElement value, ReadOnlySpan<byte> name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private void Complex(JsonElement value, string type)
    {
        if (value.ValueKind != JsonValueKind.Object)
            Report(IssueCode.Structure, "The element is an object.");
        else
            Members(value, ElementTables.Find(type)!);
    }

    private void Primitive(ElementMember member, JsonElement value, ElementType owner)
    {
        if (!PrimitiveForms.IsKind(member.Type, value.ValueKind))
            Report(IssueCode.Structure, $"The JSON type does not fit {member.Type}.");
        else if (!PrimitiveForms.IsForm(member.Type, value))
            Report(IssueCode.Value, $"The value has not the form of {member.Type}.");
        else if (member.Element.Codes is { } codes && !codes.Contains(value.GetString()!))
            Report(IssueCode.CodeInvalid, "The code is not of the required value set.");
        else if (!IsUidWhereDicomHasOne(member, value, owner))
            Report(IssueCode.Value, "The value is no DICOM UID.");
        else if (member.Type == "xhtml" && !NarrativeCheck.IsSafe(value.GetString()!))
            Report(IssueCode.Invalid, "The narrative is no static XHTML with a content (txt-1, txt-2).");
    }

    private static bool IsUidWhereDicomHasOne(
        ElementMember member, JsonElement value, ElementType owner) => (owner.Name, member.Element.Name) switch
    {
        ("ImagingStudy.series" or "ImagingStudy.series.instance", "uid") =>
            value.GetString() is ['0' or '1' or '2', ..] uid && Oid.TryParse(uid, out _),
        ("Identifier", "value") => PrimitiveForms.IsUidWhereItSaysSo(value.GetString()!),
        _ => true,
    };

    private void Report(string code, string diagnostics, string? member = null)
    {
        if (_issues.Count >= MostIssues)
            return;
        var place = member is null ? _path.ToString() : $"{_path}.{member}";
        _issues.Add(FhirIssue.Error(code, diagnostics, place.Length > 0 ? place : null));
    }
}
