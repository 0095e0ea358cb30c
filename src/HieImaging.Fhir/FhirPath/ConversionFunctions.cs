using System.Globalization;

namespace HieImaging.Fhir.FhirPath;

/// <summary><c>toX</c> and <c>convertsToX</c> (FHIRPath N1, 5.5): what cannot be converted is empty.</summary>
internal static class ConversionFunctions
{
    internal static void AddTo(Dictionary<string, PathFunction> functions)
    {
        Add(functions, "Boolean", ToBoolean);
        Add(functions, "Integer", ToInteger);
        Add(functions, "Decimal", ToDecimal);
        Add(functions, "String", ToText);
        Add(functions, "Date", item => ToDate(item) is { } date ? FhirNode.Of(date.Date) : null);
        Add(functions, "DateTime", item => ToDate(item) is { } date ? FhirNode.Of(date.ToDateTime()) : null);
        Add(functions, "Time", ToTime);
        functions.Add("toQuantity", new(0, 1, (in call, in frame, output) => Quantity(call, frame, output, whether: false)));
        functions.Add("convertsToQuantity", new(0, 1, (in call, in frame, output) => Quantity(call, frame, output, whether: true)));
    }

    private static void Add(Dictionary<string, PathFunction> functions, string name, Func<FhirNode, FhirNode?> convert)
    {
        functions.Add("to" + name, new(0, 0, (in call, in _, output) =>
        {
            if (call.Item(out var item) && convert(item) is { } converted)
                output.Add(converted);
        }));
        functions.Add("convertsTo" + name, new(0, 0, (in call, in _, output) =>
        {
            if (call.Item(out var item))
                output.Add(FhirNode.Of(convert(item) is not null));
        }));
    }

    private static FhirNode? ToBoolean(FhirNode item) => item.Kind switch
    {
        PathKind.Boolean => FhirNode.Of(item.AsBoolean),
        PathKind.Integer or PathKind.Decimal => item.TryNumber(out var number) && number is 0 or 1 ? FhirNode.Of(number == 1) : null,
        PathKind.String => item.AsText.ToLowerInvariant() switch
        {
            "true" or "t" or "yes" or "y" or "1" or "1.0" => FhirNode.Of(true),
            "false" or "f" or "no" or "n" or "0" or "0.0" => FhirNode.Of(false),
            _ => null,
        },
        _ => null,
    };

    private static FhirNode? ToInteger(FhirNode item) => item.Kind switch
    {
        PathKind.Integer => item.TryNumber(out var number) ? FhirNode.Of((long)number) : null,
        PathKind.Boolean => FhirNode.Of(item.AsBoolean ? 1L : 0L),
        PathKind.String => int.TryParse(item.AsText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? FhirNode.Of((long)number)
            : null,
        _ => null,
    };

    private static FhirNode? ToDecimal(FhirNode item) => item.Kind switch
    {
        PathKind.Integer or PathKind.Decimal => item.TryNumber(out var number) ? FhirNode.Of(number) : null,
        PathKind.Boolean => FhirNode.Of(item.AsBoolean ? 1m : 0m),
        PathKind.String => Number(item.AsText) is { } number ? FhirNode.Of(number) : null,
        _ => null,
    };

    private static FhirNode? ToText(FhirNode item) => item.Kind switch
    {
        PathKind.None or PathKind.TypeSpecifier => null,
        PathKind.Quantity => item.AsQuantity is { } quantity ? FhirNode.Of(quantity.ToString()) : null,
        _ => FhirNode.Of(item.AsText),
    };

    private static PathDate? ToDate(FhirNode item) => item.Kind switch
    {
        PathKind.Date => item.AsDate,
        PathKind.String => PathDate.Read(item.AsText),
        _ => null,
    };

    private static FhirNode? ToTime(FhirNode item) => item.Kind is PathKind.Time or PathKind.String
        && (item.AsTime ?? PathTime.Read(item.AsText)) is { } time
            ? FhirNode.Of(time)
            : null;

    private static void Quantity(in PathCall call, in PathFrame frame, NodeList output, bool whether)
    {
        if (!call.Item(out var item))
            return;
        var quantity = ToQuantity(item);
        if (quantity is not null && call.Text(0, frame, out var unit))
            quantity = Converted(quantity, unit);
        if (whether)
            output.Add(FhirNode.Of(quantity is not null));
        else if (quantity is not null)
            output.Add(FhirNode.Of(quantity));
    }

    private static PathQuantity? ToQuantity(FhirNode item) => item.Kind switch
    {
        PathKind.Quantity => item.AsQuantity,
        PathKind.Boolean => new(item.AsBoolean ? 1 : 0, "1"),
        PathKind.Integer or PathKind.Decimal => item.TryNumber(out var number) ? new(number, "1") : null,
        PathKind.String => FromText(item.AsText),
        _ => null,
    };

    private static PathQuantity? Converted(PathQuantity quantity, string unit)
    {
        var (one, factor) = PathUnit.Canonical(quantity.Unit);
        var (other, otherFactor) = PathUnit.Canonical(unit);
        return quantity.Unit == unit ? quantity
            : one == other && Math.Abs(quantity.Value) < 1_000_000_000_000m ? new(quantity.Value * factor / otherFactor, unit)
            : null;
    }

    /// <summary><c>4 'mg'</c>, <c>4 days</c>, <c>4</c>.</summary>
    private static PathQuantity? FromText(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (Number(space < 0 ? text : text[..space]) is not { } number)
            return null;
        var unit = space < 0 ? "" : text[space..].Trim();
        return unit switch
        {
            "" => space < 0 ? new(number, "1") : null,
            ['\'', .. var code, '\''] when code.Length > 0 && !code.Contains('\'', StringComparison.Ordinal) => new(number, code),
            _ => PathUnit.Calendar(unit) is not null && unit.Length > 3 ? new(number, unit) : null,
        };
    }

    private static decimal? Number(string text) =>
        text.Length <= 64
        && char.IsAsciiDigit(text.TrimStart('+', '-').FirstOrDefault())
        && char.IsAsciiDigit(text[^1])
        && decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number)
            ? number
            : null;
}
