using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Json;
using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;
using HieImaging.Identity.Documents;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// The FHIR Patient that a PID describes (HL7 v2.5 3.4.2): all that it says and nothing of what was known before, so that the order in
/// which messages come does not matter. Pure.
/// </summary>
internal static class PidPatient
{
    private static readonly int[] Dates = [7, 29];

    /// <param name="own">The number that it is fed under.</param>
    public static byte[] Of(Hl7Segment pid, PatientIdentifier own, Domain domain, IReadOnlyList<string> senders)
    {
        var patient = new JsonObject { ["resourceType"] = "Patient" };
        Add(patient, "extension", Extensions(pid, domain, senders));
        Add(patient, "identifier", PidIdentifiers.Of(pid, own, domain, senders));
        Add(patient, "name", Xpn.All(pid[5]).Select(Name));
        var home = Xtn.All(pid[13]).Select(one => Telecom(one, "home"));
        Add(patient, "telecom", home.Concat(Xtn.All(pid[14]).Select(one => Telecom(one, "work"))));
        if (Gender(pid[8].Text) is { } gender)
            patient["gender"] = gender;
        if (Ts.Of(pid[7]) is { } born)
            patient["birthDate"] = born.Date;
        if (Ts.Of(pid[29]) is { } died)
            patient["deceasedDateTime"] = died.Date;
        else if (IsYes(pid[30].Text) is { } dead)
            patient["deceasedBoolean"] = dead;
        Add(patient, "address", Xad.All(pid[11]).Select(Address));
        if (int.TryParse(pid[25].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var order) && order is > 0 and < 20)
            patient["multipleBirthInteger"] = order;
        else if (IsYes(pid[24].Text) is { } several)
            patient["multipleBirthBoolean"] = several;
        return FhirJson.Canonical(patient);
    }

    /// <summary>Which field says more than is taken of one patient; null: none.</summary>
    public static int? Exceeded(byte[] patient)
    {
        using var json = JsonDocument.Parse(patient);
        return PatientBounds.Exceeded(json.RootElement) switch { null => null, "identifier" => 3, "name" => 5, "address" => 11, _ => 13 };
    }

    /// <summary>What of it cannot be read; null: nothing.</summary>
    public static MllpRefusal? Fault(Hl7Segment pid, int sequence) => Dates
        .Where(field => !pid[field].IsEmpty && !pid[field].IsNull && Ts.Of(pid[field]) is null)
        .Select(field => MllpRefusal.Fault(Hl7ErrorCode.DataType, "It is not a date.", new Hl7Location("PID", sequence, field)))
        .FirstOrDefault();

    private static IEnumerable<JsonObject> Extensions(Hl7Segment pid, Domain domain, IReadOnlyList<string> senders)
    {
        if (Xpn.All(pid[6]).Select(name => name.Family).OfType<string>().FirstOrDefault() is { } maiden)
            yield return new JsonObject { ["url"] = PatientTerms.MothersMaidenName, ["valueString"] = maiden };
        foreach (var (mother, _) in Cx.All(pid[21]))
            if (PidIdentifiers.Of(mother, domain, senders) is { } number)
                yield return new JsonObject { ["url"] = PatientTerms.MothersIdentifier, ["valueIdentifier"] = number };
    }

    private static JsonObject Name(Xpn name)
    {
        var json = new JsonObject();
        var use = name.Type switch { "L" => "official", "D" => "usual", "M" => "maiden", "N" => "nickname", "S" => "anonymous", _ => null };
        Add(json, "use", use);
        Add(json, "family", name.Family);
        Add(json, "given", new[] { name.Given }.Concat(name.Further?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []));
        Add(json, "prefix", [name.Prefix]);
        Add(json, "suffix", [name.Suffix]);
        return json;
    }

    private static JsonObject Telecom(Xtn telecom, string use)
    {
        var system = telecom.IsMail ? "email" : telecom.Equipment switch { "FX" => "fax", "BP" => "pager", _ => "phone" };
        var json = new JsonObject { ["system"] = system, ["value"] = telecom.Number };
        json["use"] = telecom.Equipment == "CP" || telecom.Use == "PRS" ? "mobile" : telecom.Use == "WPN" ? "work" : use;
        return json;
    }

    private static JsonObject Address(Xad address)
    {
        var json = new JsonObject();
        Add(json, "use", address.Type switch { "H" or "P" => "home", "B" or "O" => "work", "C" => "temp", "BA" => "old", _ => null });
        Add(json, "line", [address.Line, address.Other]);
        Add(json, "city", address.City);
        Add(json, "state", address.State);
        Add(json, "postalCode", address.PostalCode);
        Add(json, "country", address.Country);
        return json;
    }

    // Table 0001.
    private static string? Gender(string? code) => code?.Trim().ToUpperInvariant() switch
    {
        null or "" or "\"\"" => null,
        "M" => "male",
        "F" => "female",
        "O" or "A" or "N" => "other",
        _ => "unknown",
    };

    private static bool? IsYes(string? code) => code?.Trim() switch { "Y" => true, "N" => false, _ => null };

    private static void Add(JsonObject json, string name, string? text)
    {
        if (text is not null)
            json[name] = text;
    }

    private static void Add(JsonObject json, string name, IEnumerable<string?> texts) =>
        Add(json, name, texts.OfType<string>().Select(text => JsonValue.Create(text)));

    private static void Add(JsonObject json, string name, IEnumerable<JsonNode> items)
    {
        JsonArray array = [.. items.Select(item => item)];
        if (array.Count > 0)
            json[name] = array;
    }
}
