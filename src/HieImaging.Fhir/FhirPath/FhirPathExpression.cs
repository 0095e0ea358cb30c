using System.Diagnostics.CodeAnalysis;

namespace HieImaging.Fhir.FhirPath;

/// <summary>An expression of FHIRPath N1 (2.0) with R4's additions, compiled once and evaluated by any thread. Evaluation never throws: it
/// comes
/// to items, or to a fault that the scope tells.</summary>
public sealed class FhirPathExpression
{
    /// <summary>16,384 characters.</summary>
    public const int LongestText = 16_384;

    private readonly PathNode _root;

    private FhirPathExpression(string text, PathNode root)
    {
        Text = text;
        _root = root;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>An expression that the house did not write.</summary>
    public static bool TryCompile(
        string text,
        [NotNullWhen(true)] out FhirPathExpression? expression,
        [NotNullWhen(false)] out FhirPathFault? fault)
    {
        expression = null;
        fault = text.Length > LongestText ? new(LongestText, "The expression is longer than 16,384 characters.") : null;
        if (fault is not null)
            return false;
        try
        {
            expression = new(text, PathParser.Parse(text));
            return true;
        }
        catch (PathSyntaxException syntax)
        {
            fault = syntax.Fault;
            return false;
        }
    }

    /// <summary>An expression that the house wrote, or HL7.</summary>
    /// <exception cref="ArgumentException">It is no expression.</exception>
    public static FhirPathExpression Compile(string text) => TryCompile(text, out var expression, out var fault)
        ? expression
        : throw new ArgumentException($"{fault.Sentence} ({fault.Position})", nameof(text));

    /// <summary>What it says of an element as a condition.</summary>
    internal PathTruth Test(in FhirNode focus, PathScope scope)
    {
        scope.Begin(focus);
        var truth = _root.Truth(scope, new PathFrame(focus));
        return scope.Fault is null ? truth : PathTruth.Failed;
    }

    /// <summary>Whether it says that the condition holds.</summary>
    internal bool IsTrue(in FhirNode focus, PathScope scope) => Test(focus, scope) == PathTruth.True;

    /// <summary>The items that it comes to; none after a fault.</summary>
    internal IReadOnlyList<FhirNode> Evaluate(in FhirNode focus, PathScope scope)
    {
        scope.Begin(focus);
        var list = scope.Rent();
        _root.Into(scope, new PathFrame(focus), list);
        var items = scope.Fault is null ? list.Items.ToArray() : [];
        scope.Return(list);
        return items;
    }
}
