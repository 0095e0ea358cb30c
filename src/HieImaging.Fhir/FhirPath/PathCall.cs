using System.Diagnostics.CodeAnalysis;

namespace HieImaging.Fhir.FhirPath;

/// <summary>One call of a function: the input, and the arguments to be asked for.</summary>
internal readonly struct PathCall(PathScope scope, NodeList input, PathNode[] arguments)
{
    internal PathScope Scope => scope;

    internal NodeList Input => input;

    internal bool Has(int argument) => argument < arguments.Length;

    internal PathNode Argument(int index) => arguments[index];

    /// <summary>The one item of the input; false where it is empty or has more, which is a fault.</summary>
    internal bool Item(out FhirNode item) => input.Single(scope, out item);

    /// <summary>The input as a string; false where it is empty. Anything but a string is a fault.</summary>
    internal bool Text([NotNullWhen(true)] out string? text)
    {
        text = null;
        return Item(out var item) && Text(item, out text);
    }

    /// <summary>An argument as a string; false where it is empty.</summary>
    internal bool Text(int argument, in PathFrame frame, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return Has(argument) && arguments[argument].Single(scope, frame, out var item) && Text(item, out text);
    }

    /// <summary>An argument as an Integer; false where it is empty.</summary>
    internal bool Whole(int argument, in PathFrame frame, out int number)
    {
        number = 0;
        if (!Has(argument) || !arguments[argument].Single(scope, frame, out var item))
            return false;
        if (item.Kind == PathKind.Integer && item.TryNumber(out var value))
        {
            number = (int)Math.Clamp(value, int.MinValue, int.MaxValue);
            return true;
        }
        scope.Fail("An argument is no Integer.");
        return false;
    }

    /// <summary>An argument's items, to be looked up. Of what depends on the scope alone the set is made once, for an item may be a
    /// megabyte and the calls a hundred thousand.</summary>
    internal HashSet<FhirNode> Set(int argument, in PathFrame frame)
    {
        if (arguments[argument] is OnceNode once)
        {
            var found = once.Found(scope);
            return scope.Fault is null ? scope.Set(found) : [];
        }
        var list = scope.Rent();
        arguments[argument].Into(scope, frame, list);
        var set = new HashSet<FhirNode>(list.Items.ToArray(), PathEquality.Comparer);
        scope.Return(list);
        return set;
    }

    private bool Text(in FhirNode item, [NotNullWhen(true)] out string? text)
    {
        text = item.Kind == PathKind.String || item.Type is { IsPrimitive: true } && item.HasValue ? item.AsText : null;
        if (text is not null)
            return scope.Spend(1 + (text.Length / 64));
        if (item.Type is not { IsPrimitive: true })
            scope.Fail("A string was expected.");
        return false;
    }
}
