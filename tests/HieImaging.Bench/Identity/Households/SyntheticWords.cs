using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity.Households;

/// <summary>What a record of nobody real says; a field that is null is missing. Dates are yyyymmdd.</summary>
internal sealed record SyntheticWords
{
    public string? Given { get; init; }
    public string? Family { get; init; }
    public string? Suffix { get; init; }
    public string? Born { get; init; }
    public string? Gender { get; init; }
    public string? Number { get; init; }
    public string? Street { get; init; }
    public string? Place { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? PostalCode { get; init; }
    public string? Phone { get; init; }
    public string? Identifier { get; init; }

    /// <summary>The columns of the file that <c>--write</c> makes, as FEBRL names them, and what FEBRL does not have.</summary>
    public const string Header =
        "rec_id,given_name,surname,suffix,sex,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id,phone_number,relation";

    public Demographics Said(bool withIdentifier) => new(
        Family, Given is null ? [] : [Given], Suffix, Born is null ? null : SaidRecord.FhirDate(Born), Gender, Line, City, State, PostalCode,
        Phone is null ? [] : [Phone], withIdentifier && Identifier is not null ? [new DemographicIdentifier(SaidRecord.SystemOf("soc_sec_id"), Identifier, null)] : []);

    public string Row(string id, string relation) => string.Join(',', new[]
    {
        id, Given, Family, Suffix, Gender, Number, Street, Place, City, PostalCode, State, Born, Identifier, Phone, relation,
    }.Select(value => value is null ? "" : value.AsSpan().ContainsAny(',', '"') ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value));

    private string? Line => new[] { Number, Street, Place }.OfType<string>().ToList() is { Count: > 0 } parts ? SaidRecord.Joined(parts) : null;
}
