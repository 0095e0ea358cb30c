namespace HieImaging.Fhir.FhirPath;

/// <summary>Numbers (FHIRPath N1, 5.7): empty where there is no real result or none that is kept.</summary>
internal static class MathFunctions
{
    internal static void AddTo(Dictionary<string, PathFunction> functions)
    {
        Add(functions, "abs", (number, whole) => Of(Math.Abs(number), whole));
        Add(functions, "ceiling", (number, _) => Of(Math.Ceiling(number), whole: true));
        Add(functions, "floor", (number, _) => Of(Math.Floor(number), whole: true));
        Add(functions, "truncate", (number, _) => Of(Math.Truncate(number), whole: true));
        Add(functions, "exp", (number, _) => Of(Math.Exp((double)number)));
        Add(functions, "ln", (number, _) => Of(Math.Log((double)number)));
        Add(functions, "sqrt", (number, _) => Of(Math.Sqrt((double)number)));
        functions.Add("log", new(1, 1, (in call, in frame, output) =>
        {
            if (Two(call, frame, out var number, out var other))
                Add(Of(Math.Log((double)number) / Math.Log((double)other)), output);
        }));
        functions.Add("power", new(1, 1, Power));
        functions.Add("round", new(0, 1, Round));
    }

    private static void Add(Dictionary<string, PathFunction> functions, string name, Func<decimal, bool, FhirNode?> value) =>
        functions.Add(name, new(0, 0, (in call, in _, output) =>
        {
            if (call.Item(out var item) && item.Kind == PathKind.Quantity && name == "abs" && item.AsQuantity is { } quantity)
                output.Add(FhirNode.Of(quantity with { Value = Math.Abs(quantity.Value) }));
            else if (call.Input.Count == 1 && Number(call, item, out var number))
                Add(value(number, item.Kind == PathKind.Integer), output);
        }));

    private static void Power(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (!Two(call, frame, out var number, out var other))
            return;
        var whole = call.Input[0].Kind == PathKind.Integer && other >= 0 && other == Math.Truncate(other);
        var power = Of(Math.Pow((double)number, (double)other));
        Add(whole && power is { } found && found.TryNumber(out var exact) ? Of(exact, whole: true) : power, output);
    }

    private static void Round(in PathCall call, in PathFrame frame, NodeList output)
    {
        if (!call.Item(out var item) || !Number(call, item, out var number))
            return;
        var places = call.Whole(0, frame, out var given) ? given : 0;
        if (places is < 0 or > 28)
            call.Scope.Fail("A number is rounded to 0 to 28 places.");
        else
            output.Add(FhirNode.Of(Math.Round(number, places, MidpointRounding.AwayFromZero)));
    }

    private static bool Two(in PathCall call, in PathFrame frame, out decimal number, out decimal other)
    {
        number = other = 0;
        return call.Item(out var item)
            && Number(call, item, out number)
            && call.Argument(0).Single(call.Scope, frame, out var argument)
            && Number(call, argument, out other);
    }

    private static bool Number(in PathCall call, in FhirNode item, out decimal number)
    {
        if (item.TryNumber(out number))
            return true;
        if (item.Type is not { IsPrimitive: true } || item.HasValue)
            call.Scope.Fail("A number was expected.");
        return false;
    }

    private static FhirNode? Of(decimal number, bool whole) =>
        !whole ? FhirNode.Of(number) : number is >= long.MinValue and <= long.MaxValue ? FhirNode.Of((long)number) : null;

    private static FhirNode? Of(double number) =>
        double.IsFinite(number) && Math.Abs(number) < 7e28 ? FhirNode.Of((decimal)number) : null;

    private static void Add(FhirNode? item, NodeList output)
    {
        if (item is { } found)
            output.Add(found);
    }
}
