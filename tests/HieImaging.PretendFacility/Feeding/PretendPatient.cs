using System.Globalization;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.PretendFacility.Feeding;

/// <summary>A patient as one hospital's ADT tells of them. What is not known is null and not written.</summary>
public sealed record PretendPatient
{
    public required PatientIdentifier Number { get; init; }

    /// <summary>Other identifiers of the same person: system and value.</summary>
    public IReadOnlyList<(string System, string Value)> Others { get; init; } = [];

    public string? Family { get; init; }
    public IReadOnlyList<string> Given { get; init; } = [];
    public DateOnly? BirthDate { get; init; }

    /// <summary>FHIR administrative gender.</summary>
    public string? Gender { get; init; }

    /// <summary>The Patient resource of the feed (PIXm, ITI-104).</summary>
    public JsonObject ToFhir()
    {
        var patient = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["identifier"] = new JsonArray([Identifier(Number.Authority.Urn, Number.Value), .. Others.Select(other => Identifier(other.System, other.Value))]),
            ["active"] = true,
        };
        if (Family is not null || Given.Count > 0)
        {
            var name = new JsonObject { ["use"] = "official" };
            if (Family is not null)
                name["family"] = Family;
            if (Given.Count > 0)
                name["given"] = new JsonArray([.. Given.Select(given => (JsonNode?)given)]);
            patient["name"] = new JsonArray(name);
        }
        if (Gender is not null)
            patient["gender"] = Gender;
        if (BirthDate is { } born)
            patient["birthDate"] = born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return patient;
    }

    /// <summary>How many fields of name and birth date can corroborate an identifier.</summary>
    public int Corroborating => (Family is null ? 0 : 1) + (Given.Count > 0 ? 1 : 0) + (BirthDate is null ? 0 : 1);

    /// <summary>That a number was given up for another (PIXm 2:3.104.4.1.2.3, Resolve Duplicate Patient).</summary>
    public static JsonObject GivenUp(PatientIdentifier number, PatientIdentifier survivor) => new()
    {
        ["resourceType"] = "Patient",
        ["identifier"] = new JsonArray(Identifier(number.Authority.Urn, number.Value)),
        ["active"] = false,
        ["link"] = new JsonArray(new JsonObject
        {
            ["other"] = new JsonObject { ["identifier"] = Identifier(survivor.Authority.Urn, survivor.Value) }, ["type"] = "replaced-by",
        }),
    };

    private static JsonObject Identifier(string system, string value) => new() { ["system"] = system, ["value"] = value };
}
