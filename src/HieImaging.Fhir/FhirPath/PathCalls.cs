namespace HieImaging.Fhir.FhirPath;

/// <summary>The nodes of the functions: the frequent ones have their own, which gather nothing.</summary>
internal static class PathCalls
{
    /// <exception cref="PathSyntaxException">There is no such function, or not with so many arguments.</exception>
    internal static PathNode Of(PathNode source, PathToken name, PathNode[] arguments) => (name.Text, arguments) switch
    {
        ("exists", []) => new ExistsNode(source, whether: true),
        ("exists", [var criterion]) => new ExistsNode(new WhereNode(source, criterion), whether: true),
        ("empty", []) => new ExistsNode(source, whether: false),
        ("not", []) => new NotNode(source),
        ("count", []) => new CountNode(source),
        ("where", [var criterion]) => new WhereNode(source, criterion),
        ("hasValue", []) => new HasValueNode(source),
        ("children", []) => new ChildrenNode(source, all: false),
        ("descendants", []) => new ChildrenNode(source, all: true),
        _ => PathFunctions.Find(name.Text) is not { } function
            ? throw new PathSyntaxException(name.Position, "There is no such function.")
            : arguments.Length < function.Least || arguments.Length > function.Most
                ? throw new PathSyntaxException(name.Position, "The function does not take so many arguments.")
                : new FunctionNode(source, arguments, function),
    };
}
