namespace HieImaging.Fhir.FhirPath;

/// <summary><c>&lt; &lt;= &gt; &gt;=</c> of two single items; empty where precision or units leave it open.</summary>
internal sealed class ComparisonNode(string sign, PathNode left, PathNode right) : ConditionNode
{
    internal override PathDependence Dependence { get; } = Most(left, right);

    internal override PathTruth Truth(PathScope scope, in PathFrame frame)
    {
        if (left.TryCount(scope, frame, out var one) && right.TryCount(scope, frame, out var other))
            return Holds(one.CompareTo(other));
        var both = left.Single(scope, frame, out var item) & right.Single(scope, frame, out var otherItem);
        var order = both ? Order(scope, item, otherItem) : null;
        return scope.Fault is not null ? PathTruth.Failed : order is { } known ? Holds(known) : PathTruth.Empty;
    }

    private PathTruth Holds(int order)
    {
        var holds = sign switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
        return holds ? PathTruth.True : PathTruth.False;
    }

    private static int? Order(PathScope scope, in FhirNode one, in FhirNode other)
    {
        switch (one.Kind, other.Kind)
        {
            case (PathKind.String, PathKind.String):
                return string.CompareOrdinal(one.AsText, other.AsText);
            case (PathKind.Integer or PathKind.Decimal, PathKind.Integer or PathKind.Decimal):
                if (one.TryNumber(out var number) && other.TryNumber(out var otherNumber))
                    return number.CompareTo(otherNumber);
                scope.Fail("A number is larger than can be compared.");
                return null;
            case (PathKind.Date, PathKind.Date):
                return one.AsDate is { } date && other.AsDate is { } otherDate ? date.Compare(otherDate) : null;
            case (PathKind.Time, PathKind.Time):
                return one.AsTime is { } time && other.AsTime is { } otherTime ? time.Compare(otherTime) : null;
            case (PathKind.Quantity, PathKind.Quantity):
                return one.AsQuantity is { } quantity && other.AsQuantity is { } otherQuantity ? quantity.Compare(otherQuantity) : null;
            case (PathKind.None, _) when one.Type is { IsPrimitive: true }:
            case (_, PathKind.None) when other.Type is { IsPrimitive: true }:
                return null;
            default:
                scope.Fail("The two items have no order.");
                return null;
        }
    }
}
