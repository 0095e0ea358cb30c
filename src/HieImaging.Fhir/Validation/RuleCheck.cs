using System.Text.Json;
using HieImaging.Fhir.Elements;
using HieImaging.Fhir.FhirPath;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Validation;

/// <summary>Holds a resource whose elements are sound against R4's invariants, each at the element that declares it, and against the types
/// that its references may have.</summary>
internal sealed class RuleCheck(IssueList issues)
{
    private readonly Place _place = new();
    private ContainedUse? _use;

    internal void Run(JsonElement root) => Resource(root, ResourceFrame.Of(root));

    private void Resource(JsonElement resource, ResourceFrame frame)
    {
        var start = _place.Length;
        if (start == 0)
            _place.Enter(frame.Type);
        var rules = TypeRules.Of(frame.Type);
        if (frame.Root != frame)
        {
            Held(resource, rules, frame);
        }
        else
        {
            var outer = _use;
            _use = new();
            Held(resource, rules, frame);
            if (rules.Type.Lineage.Contains("DomainResource"))
                Domain(resource, _use);
            _use = outer;
        }
        _place.Leave(start);
    }

    private void Domain(JsonElement resource, ContainedUse use)
    {
        Hold(NativeInvariants.ContainsNoContaining(resource), 0);
        Hold(use.IsComplete(resource), 1);
        Hold(NativeInvariants.ContainsNoVersions(resource), 2);
        Hold(NativeInvariants.ContainsNoLabels(resource), 3);
        Hold(NativeInvariants.HasNarrative(resource), 4);

        void Hold(bool holds, int index) => Expect(holds, InvariantTable.At("DomainResource")[index]);
    }

    private void Held(JsonElement value, TypeRules rules, ResourceFrame frame)
    {
        foreach (var invariant in rules.OnType)
            Test(invariant, rules.Type.IsResource ? FhirNode.Resource(value) : FhirNode.Of(value, default, rules.Node), frame);
        foreach (var property in value.EnumerateObject())
        {
            if (issues.IsFull)
                return;
            var name = property.Name;
            var sibling = name[0] == '_';
            if (rules.Type.Find(sibling ? name[1..] : name) is not { } member)
                continue;                                                      // resourceType
            var start = _place.Length;
            _place.Enter(sibling ? name[1..] : name);
            if (sibling)
                Siblings(value, property, frame);
            else if (member.IsPrimitive)
                Primitives(value, property, member, rules, frame);
            else
                Complex(property.Value, member, rules, frame);
            _place.Leave(start);
        }
    }

    private void Complex(JsonElement value, ElementMember member, TypeRules rules, ResourceFrame frame)
    {
        if (!member.Element.Many)
        {
            One(value, member, rules, frame, 0);
            return;
        }
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (issues.IsFull)
                return;
            var start = _place.Length;
            _place.Enter(index);
            One(item, member, rules, frame, index++);
            _place.Leave(start);
        }
    }

    private void One(JsonElement value, ElementMember member, TypeRules owner, ResourceFrame frame, int index)
    {
        if (member.Type == "Resource")
        {
            Nested(value, member, frame, index);
            return;
        }
        var rules = TypeRules.Of(member.Type);
        foreach (var invariant in owner.OnElement(member))
            Test(invariant, FhirNode.Of(value, default, rules.Node), frame);
        Expect(NativeInvariants.HasContent(value, default), InvariantTable.At("Element")[0]);
        if (member.Type == "Extension")
            Expect(NativeInvariants.HasValueOrExtensions(value), InvariantTable.At("Extension")[0]);
        else if (member.Type == "Reference" && ReferenceCheck.Check(value, member.Targets, frame) is { } wrong)
            issues.Add(FhirIssue.Error(wrong.Code, wrong.Text, _place.ToString()));
        Held(value, rules, frame);
    }

    private void Nested(JsonElement resource, ElementMember member, ResourceFrame frame, int index)
    {
        if (member.Element.Name != "contained")
        {
            Resource(resource, frame.Entry(resource));
            return;
        }
        _use!.Within(index);
        Resource(resource, frame.Contained(resource));
        _use.Within(-1);
    }

    private void Primitives(JsonElement owner, JsonProperty property, ElementMember member, TypeRules rules, ResourceFrame frame)
    {
        var invariants = rules.OnElement(member);
        var address = member.Type is "uri" or "url" or "canonical" || (rules.Type.Name == "Reference" && member.Element.Name == "reference");
        var sibling = owner.TryGetProperty("_" + property.Name, out var found) ? found : default;
        if (property.Value.ValueKind != JsonValueKind.Array)
        {
            Primitive(property.Value, sibling, member.Type, invariants, address, frame);
            return;
        }
        var siblings = Items(sibling);
        var index = 0;
        foreach (var item in property.Value.EnumerateArray())
        {
            if (issues.IsFull)
                return;
            var beside = siblings.MoveNext() ? siblings.Current : default;
            var start = _place.Length;
            _place.Enter(index++);
            if (item.ValueKind == JsonValueKind.Null)
                Expect(beside.ValueKind != JsonValueKind.Undefined, InvariantTable.At("Element")[0]);
            else
                Primitive(item, beside, member.Type, invariants, address, frame);
            _place.Leave(start);
        }
    }

    private void Primitive(
        JsonElement value, JsonElement sibling, string type, IReadOnlyList<Invariant> invariants, bool address, ResourceFrame frame)
    {
        foreach (var invariant in invariants)
            Test(invariant, FhirNode.Of(value, sibling, NodeType.Find(type)!), frame);
        if (!address)
            return;
        var text = value.GetString()!;
        _use!.Refer(text);
        if (type == "canonical" && text is ['#', .. var id] && frame.TypeOfContained(id) is null)
            issues.Add(FhirIssue.Error(IssueCode.Value, "A fragment refers to a contained resource, and there is none of that id.",
                _place.ToString()));
    }

    /// <summary>The members with an underscore: extensions of primitives, and primitives that have nothing else.</summary>
    private void Siblings(JsonElement owner, JsonProperty property, ResourceFrame frame)
    {
        var values = owner.TryGetProperty(property.Name[1..], out var found) ? found : default;
        if (property.Value.ValueKind != JsonValueKind.Array)
        {
            Sibling(values, property.Value, frame);
            return;
        }
        var beside = Items(values);
        var index = 0;
        foreach (var item in property.Value.EnumerateArray())
        {
            if (issues.IsFull)
                return;
            var value = beside.MoveNext() ? beside.Current : default;
            var start = _place.Length;
            _place.Enter(index++);
            Sibling(value, item, frame);
            _place.Leave(start);
        }
    }

    private void Sibling(JsonElement value, JsonElement sibling, ResourceFrame frame)
    {
        Expect(NativeInvariants.HasContent(value, sibling), InvariantTable.At("Element")[0]);
        if (sibling.ValueKind == JsonValueKind.Object)
            Held(sibling, TypeRules.Of("Element"), frame);
    }

    // Two arrays are walked side by side: an item by its index costs as many steps as stand before it.
    private static JsonElement.ArrayEnumerator Items(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : default;

    private void Test(Invariant invariant, in FhirNode focus, ResourceFrame frame)
    {
        if (!issues.IsFull && invariant.Test(focus, frame.Scope, _place) is { } issue)
            issues.Add(issue);
    }

    private void Expect(bool holds, Invariant invariant)
    {
        if (!holds)
            issues.Add(invariant.Violated(_place));
    }
}
