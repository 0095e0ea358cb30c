namespace HieImaging.Fhir.FhirPath;

/// <summary><c>+ - * / div mod</c> (FHIRPath N1, 6.6): empty where a side is, where it is divided by zero, and where the result is larger
/// than
/// is kept.</summary>
internal sealed class ArithmeticNode(string sign, PathNode left, PathNode right) : PathNode
{
    internal override PathDependence Dependence { get; } = Most(left, right);

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        if (!(left.Single(scope, frame, out var one) & right.Single(scope, frame, out var other)))
            return;
        if (Result(scope, one, other) is { } result)
            output.Add(result);
    }

    private FhirNode? Result(PathScope scope, in FhirNode one, in FhirNode other)
    {
        switch (one.Kind, other.Kind)
        {
            case (PathKind.Integer or PathKind.Decimal, PathKind.Integer or PathKind.Decimal):
                var whole = one.Kind == PathKind.Integer && other.Kind == PathKind.Integer && sign != "/";
                return one.TryNumber(out var number) && other.TryNumber(out var second) && Number(number, second) is { } result
                    ? whole || sign == "div" ? Whole(result) : FhirNode.Of(result)
                    : null;
            case (PathKind.String, PathKind.String) when sign == "+":
                var (text, more) = (one.AsText, other.AsText);
                return scope.Spend((text.Length + more.Length) / 16) ? FhirNode.Of(text + more) : null;
            case (PathKind.Date, PathKind.Quantity) when sign is "+" or "-":
                return other.AsQuantity is { } span && one.AsDate?.Add(span, sign == "+" ? 1 : -1) is { } date ? FhirNode.Of(date) : null;
            case (PathKind.Time, PathKind.Quantity) when sign is "+" or "-":
                return other.AsQuantity is { } step && one.AsTime?.Add(step, sign == "+" ? 1 : -1) is { } time ? FhirNode.Of(time) : null;
            case (PathKind.Quantity, PathKind.Quantity) when sign is "+" or "-":
                return one.AsQuantity is { } first && other.AsQuantity is { } next
                    && first.Unit == next.Unit && first.System == next.System && Number(first.Value, next.Value) is { } value
                    ? FhirNode.Of(first with { Value = value })
                    : null;
            default:
                scope.Fail("The two items cannot be reckoned with.");
                return null;
        }
    }

    private decimal? Number(decimal one, decimal other)
    {
        try
        {
            return sign switch
            {
                "+" => one + other,
                "-" => one - other,
                "*" => one * other,
                _ when other == 0 => null,
                "/" => one / other,
                "div" => decimal.Truncate(one / other),
                _ => one % other,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static FhirNode? Whole(decimal number) => number is >= long.MinValue and <= long.MaxValue ? FhirNode.Of((long)number) : null;
}
