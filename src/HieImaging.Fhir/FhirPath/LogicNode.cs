namespace HieImaging.Fhir.FhirPath;

/// <summary><c>and or xor implies</c> in three truths (FHIRPath N1, 6.5); the right side is not looked at where the left decides.</summary>
internal sealed class LogicNode(string word, PathNode left, PathNode right) : ConditionNode
{
    internal override PathDependence Dependence { get; } = Most(left, right);

    internal override PathTruth Truth(PathScope scope, in PathFrame frame)
    {
        var one = left.Truth(scope, frame);
        switch (word, one)
        {
            case (_, PathTruth.Failed):
            case ("and", PathTruth.False):
            case ("or", PathTruth.True):
            case ("xor", PathTruth.Empty):
                return one;
            case ("implies", PathTruth.False):
                return PathTruth.True;
        }
        var two = right.Truth(scope, frame);
        return two == PathTruth.Failed ? two : word switch
        {
            "and" => two == PathTruth.False ? PathTruth.False : one == PathTruth.Empty ? one : two,
            "or" => two == PathTruth.True ? PathTruth.True : one == PathTruth.Empty ? one : two,
            "xor" => two == PathTruth.Empty ? two : one != two ? PathTruth.True : PathTruth.False,
            _ => two == PathTruth.True ? two : one == PathTruth.Empty ? one : two,
        };
    }
}
