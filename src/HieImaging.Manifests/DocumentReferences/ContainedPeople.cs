using System.Text.Json.Nodes;
using HieImaging.Xds.Metadata;

namespace HieImaging.Manifests.DocumentReferences;

/// <summary>The people and institutions that an entry only names, as contained resources, and references to them (MHD).</summary>
internal sealed class ContainedPeople
{
    private readonly List<JsonObject> _contained = [];

    public JsonArray? Contained => _contained.Count == 0 ? null : new JsonArray([.. _contained]);

    public JsonArray? Authors(IEnumerable<Author> authors)
    {
        var references = new List<JsonObject>();
        foreach (var author in authors)
        {
            if (Person(author.Person) is { } person)
                references.Add(person);
            foreach (var institution in author.Institutions.Select(text => Unescaped(text.Split('^')[0])).Where(name => name.Length > 0))
                references.Add(Refer("organization", new JsonObject { ["resourceType"] = "Organization", ["name"] = institution }));
        }
        return references.Count == 0 ? null : new JsonArray([.. references]);
    }

    /// <summary>An XCN: <c>id^family^given^middle^suffix^prefix</c>; null where it names nobody.</summary>
    public JsonObject? Person(string? xcn)
    {
        if (xcn is null || Name([.. xcn.Split('^').Skip(1)]) is not { } name)
            return null;
        return Refer("practitioner", new JsonObject { ["resourceType"] = "Practitioner", ["name"] = new JsonArray(name) });
    }

    /// <summary>The patient as the source knows it: number, and what sourcePatientInfo says.</summary>
    public JsonObject? SourcePatient(DocumentEntry entry)
    {
        if (entry.SourcePatient is not { } number)
            return null;
        var patient = new JsonObject
        {
            ["resourceType"] = "Patient",
            ["identifier"] = new JsonArray(new JsonObject { ["system"] = number.Authority.Urn, ["value"] = number.Value }),
        };
        if (Line(entry, "PID-5|") is { } xpn && Name(xpn.Split('^')) is { } name)
            patient["name"] = new JsonArray(name);
        if (Line(entry, "PID-8|") is { } sex && sex switch { "M" => "male", "F" => "female", "O" => "other", _ => null } is { } gender)
            patient["gender"] = gender;
        if (Line(entry, "PID-7|") is { Length: >= 8 } born && Dtm.TryParse(born[..8], out var date))
            patient["birthDate"] = date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return Refer("patient", patient);
    }

    private JsonObject Refer(string kind, JsonObject resource)
    {
        var id = kind + (_contained.Count + 1);
        resource["id"] = id;
        _contained.Add(resource);
        return new JsonObject { ["reference"] = "#" + id };
    }

    private static string? Line(DocumentEntry entry, string prefix) =>
        entry.SourcePatientInfo.FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    // family, given, middle
    private static JsonObject? Name(string[] parts)
    {
        var family = parts.Length > 0 ? Unescaped(parts[0]) : "";
        var given = parts.Skip(1).Take(2).Select(Unescaped).Where(part => part.Length > 0).ToList();
        if (family.Length == 0 && given.Count == 0)
            return null;
        var name = new JsonObject();
        if (family.Length > 0)
            name["family"] = family;
        if (given.Count > 0)
            name["given"] = new JsonArray([.. given.Select(part => (JsonNode)part)]);
        return name;
    }

    // HL7 v2 2.7.1; the first subcomponent
    private static string Unescaped(string text) => text.Split('&')[0]
        .Replace("\\F\\", "|", StringComparison.Ordinal).Replace("\\S\\", "^", StringComparison.Ordinal)
        .Replace("\\T\\", "&", StringComparison.Ordinal).Replace("\\R\\", "~", StringComparison.Ordinal)
        .Replace("\\E\\", "\\", StringComparison.Ordinal).Trim();
}
