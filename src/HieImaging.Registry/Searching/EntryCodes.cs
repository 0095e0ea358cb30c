using System.Text.Json;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.Manifests.DocumentReferences;

namespace HieImaging.Registry.Searching;

/// <summary>Codes of a DocumentEntry, looked up inside its JSON (<c>entry.said</c>): whoever asks has named the patient first, so that few
/// entries are looked into.</summary>
internal static class EntryCodes
{
    /// <summary>A code that an entry has once.</summary>
    public static SearchParameter One(string name, string member) => Parameter(name, member, many: false);

    /// <summary>A code that an entry may have several times.</summary>
    public static SearchParameter Many(string name, string member) => Parameter(name, member, many: true);

    /// <summary>The entry has the code in that member, under any spelling of the system.</summary>
    public static SqlFragment? Has(string member, bool many, TokenValue token) => token switch
    {
        { System: "" } => null,
        { System: null } => Contains(member, many, new() { ["value"] = token.Code }),
        { System: var system, Code: var code } => $"({SqlFragment.Join(" or ", XdsCodeSystems.SchemesOf(system).Select(scheme =>
            Contains(member, many, code.Length == 0 ? new() { ["scheme"] = scheme } : new() { ["value"] = code, ["scheme"] = scheme })))})",
    };

    private static SearchParameter Parameter(string name, string member, bool many) =>
        SearchParameter.Token(name, token => Has(member, many, token)) with
        {
            Present = many switch
            {
                true => $"coalesce(jsonb_array_length(entry.said -> {member}) > 0, false)",
                false => $"coalesce(entry.said -> {member} <> 'null', false)",
            },
        };

    private static SqlFragment Contains(string member, bool many, Dictionary<string, string> code)
    {
        var wanted = JsonSerializer.Serialize(new Dictionary<string, object> { [member] = many ? new[] { code } : code });
        return $"entry.said @> {wanted}::jsonb";
    }
}
