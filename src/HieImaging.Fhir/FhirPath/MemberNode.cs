using System.Text.Json;

namespace HieImaging.Fhir.FhirPath;

/// <summary>A step to the children of a name: <c>source.name</c>. What a name means for a type is remembered, for most expressions meet one
/// type.</summary>
internal sealed class MemberNode(PathNode source, string name) : PathNode
{
    private const int FewMembers = 4;

    private readonly NodeType? _typeOfThatName = source is ThisNode && char.IsAsciiLetterUpper(name[0]) ? NodeType.Find(name) : null;
    private Meaning _last = new(null, []);

    internal override PathDependence Dependence { get; } = source.Dependence;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        if (source is ThisNode && frame.All is null)
        {
            Add(frame.This, output);
            return;
        }
        var list = scope.Rent();
        source.Into(scope, frame, list);
        foreach (ref readonly var item in list.Items)
            Add(item, output);
        scope.Return(list);
    }

    internal override bool Any(PathScope scope, in PathFrame frame) => Count(scope, frame) > 0;

    internal override int Count(PathScope scope, in PathFrame frame)
    {
        if (source is ThisNode && frame.All is null)
            return scope.Spend(1) ? Count(frame.This) : 0;
        var list = scope.Rent();
        source.Into(scope, frame, list);
        var count = 0;
        foreach (ref readonly var item in list.Items)
            count += Count(item);
        scope.Return(list);
        return count;
    }

    private void Add(in FhirNode item, NodeList output)
    {
        if (_typeOfThatName is not null && item.Type is { } type && type.Is(_typeOfThatName))
            output.Add(item);
        else if (item.System is TypeSpecifier specifier && name is "name" or "namespace")
            output.Add(FhirNode.Of(name == "name" ? specifier.Name : specifier.Namespace));
        else if (ElementChildren.TryOwner(item, out var owner, out var ownerType))
        {
            foreach (var member in Members(ownerType, owner))
                ElementChildren.Add(member, owner, output);
        }
    }

    private int Count(in FhirNode item)
    {
        if (_typeOfThatName is not null && item.Type is { } type && type.Is(_typeOfThatName))
            return 1;
        if (!ElementChildren.TryOwner(item, out var owner, out var ownerType))
            return item.System is TypeSpecifier && name is "name" or "namespace" ? 1 : 0;
        var count = 0;
        foreach (var member in Members(ownerType, owner))
            count += ElementChildren.Count(member, owner);
        return count;
    }

    /// <summary>A choice of fifty types is looked for by what the object has, not by what it could have.</summary>
    private ReadOnlySpan<NodeMember> Members(NodeType type, JsonElement owner)
    {
        var last = _last;
        if (!ReferenceEquals(last.Type, type))
            _last = last = new(type, type.Element(name));
        return last.Members.Length <= FewMembers ? last.Members : ElementChildren.Chosen(type, name, owner);
    }

    private sealed record Meaning(NodeType? Type, NodeMember[] Members);
}
