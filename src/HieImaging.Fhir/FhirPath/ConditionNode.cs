namespace HieImaging.Fhir.FhirPath;

/// <summary>A part whose value is a Boolean or empty.</summary>
internal abstract class ConditionNode : PathNode
{
    internal abstract override PathTruth Truth(PathScope scope, in PathFrame frame);

    internal override bool Single(PathScope scope, in PathFrame frame, out FhirNode item)
    {
        var truth = Truth(scope, frame);
        item = FhirNode.Of(truth == PathTruth.True);
        return truth is PathTruth.True or PathTruth.False;
    }

    internal override int Count(PathScope scope, in PathFrame frame) => Truth(scope, frame) is PathTruth.True or PathTruth.False ? 1 : 0;

    internal override void Into(PathScope scope, in PathFrame frame, NodeList output)
    {
        if (Single(scope, frame, out var item))
            output.Add(item);
    }
}
