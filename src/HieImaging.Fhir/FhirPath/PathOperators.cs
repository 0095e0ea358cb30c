namespace HieImaging.Fhir.FhirPath;

/// <summary>The nodes of the operators; what is constant already is reckoned here.</summary>
internal static class PathOperators
{
    internal static PathNode Of(string sign, PathNode left, PathNode right) => sign switch
    {
        "and" or "or" or "xor" or "implies" => new LogicNode(sign, left, right),
        "=" or "!=" or "~" or "!~" => new EqualityNode(sign, left, right),
        "<" or "<=" or ">" or ">=" => new ComparisonNode(sign, left, right),
        "in" => new MembershipNode(left, right),
        "contains" => new MembershipNode(right, left),
        "|" when left is ConstantNode one && right is ConstantNode other => Union(one, other),
        "|" => new UnionNode(left, right),
        "&" => new ConcatenationNode(left, right),
        _ => new ArithmeticNode(sign, left, right),
    };

    internal static PathNode OfType(string word, PathNode source, TypeSpecifier type) =>
        word == "is" ? new TypeTestNode(source, type) : new TypeNode(source, type);

    internal static PathNode Signed(PathNode source, bool negative) => source is ConstantNode { Items: [var item] }
        && item.TryNumber(out var number)
            ? new ConstantNode(item.Kind == PathKind.Integer
                ? FhirNode.Of(negative ? -(long)number : (long)number)
                : FhirNode.Of(negative ? -number : number))
            : new NegationNode(source, negative);

    private static ConstantNode Union(ConstantNode left, ConstantNode right) =>
        new([.. new HashSet<FhirNode>([.. left.Items, .. right.Items], PathEquality.Comparer)]);
}
