namespace HieImaging.Fhir.Search;

/// <summary>A token: <c>system|code</c>, <c>code</c> (any system), <c>|code</c> (no system), <c>system|</c> (any code of it) (R4,
/// 3.1.1.4.10).</summary>
/// <param name="System">Null: any system; empty: explicitly none.</param>
/// <param name="Code">Empty: any code of the system.</param>
public sealed record TokenValue(string? System, string Code)
{
    public static SearchReading<TokenValue> Parse(string parameter, string value) =>
        SearchValues.Split(value, '|') switch
        {
            [var code] => Of(parameter, null, code),
            [var system, var code] => Of(parameter, system, code),
            _ => SearchValues.Refused<TokenValue>(parameter, "A token has at most one '|'."),
        };

    private static SearchReading<TokenValue> Of(string parameter, string? system, string code) =>
        code.Length == 0 && string.IsNullOrEmpty(system)
            ? SearchValues.Refused<TokenValue>(parameter, "A token needs a system or a code.")
            : new SearchReading<TokenValue>.Accepted(new(system, code));
}
