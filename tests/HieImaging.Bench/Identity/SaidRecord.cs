using System.Globalization;
using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity;

/// <summary>One record of a file, as the product's matching reads it.</summary>
/// <param name="Id">As the file calls it.</param>
/// <param name="Said">Raw words.</param>
internal sealed record SaidRecord(string Id, Demographics Said)
{
    /// <summary>Normalised once.</summary>
    public Comparable Comparable { get; } = Comparable.Of(Said);

    public static IReadOnlyList<SaidRecord> ReadAll(CsvTable table, SaidColumns columns) => [.. table.Rows.Select(row => Of(row, columns))];

    private static SaidRecord Of(string[] row, SaidColumns columns)
    {
        var identifiers =
            from column in columns.Of("identifier")
            let value = string.Concat(column.Select(at => row[at]))
            where value.Length > 0
            select new DemographicIdentifier(SystemOf(columns.Names[column[0]]), value, null);
        return new SaidRecord(One("id") ?? "", new Demographics(
            One("family"), One("given") is { } given ? [given] : [], One("suffix"), One("birthDate") is { } date ? FhirDate(date) : null, One("gender"),
            Line(), One("city"), One("state"), One("postalCode"), [.. columns.Of("phone").Select(column => Words(row, column)).OfType<string>()], [.. identifiers]));

        string? One(string field) => columns.Of(field).Select(column => Words(row, column)).FirstOrDefault(words => words is not null);
        string? Line() => columns.Of("line").SelectMany(column => column).Select(at => row[at]).Where(part => part.Length > 0).ToList() is { Count: > 0 } parts
            ? Joined(parts)
            : null;
    }

    /// <summary>The system under which a column's numbers stand.</summary>
    public static string SystemOf(string column) => "urn:column:" + column.ToLowerInvariant();

    /// <summary>A house's number before its street, everything else apart: <c>8 Stanley Street, Miami</c>.</summary>
    public static string Joined(IReadOnlyList<string> parts) => parts.Aggregate((line, part) =>
        line + (line.Length <= 8 && line.Any(char.IsAsciiDigit) && !line.Contains(' ', StringComparison.Ordinal) ? " " : ", ") + part);

    /// <summary>yyyymmdd, or the parts of it that are there, as FHIR writes a date; anything else as it is.</summary>
    public static string FhirDate(string date)
    {
        var digits = date.Replace("/", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        var parts = digits.All(char.IsAsciiDigit) && (digits.Length == date.Length || char.IsAsciiDigit(date[0]) && date.IndexOfAny(['/', '-']) == 4) ? digits.Length : 0;
        return parts switch
        {
            8 => string.Create(CultureInfo.InvariantCulture, $"{digits[..4]}-{digits[4..6]}-{digits[6..]}"),
            6 => string.Create(CultureInfo.InvariantCulture, $"{digits[..4]}-{digits[4..]}"),
            _ => date,
        };
    }

    private static string? Words(string[] row, int[] column)
    {
        var words = string.Join(' ', column.Select(at => row[at]).Where(part => part.Length > 0));
        return words.Length > 0 ? words : null;
    }
}
