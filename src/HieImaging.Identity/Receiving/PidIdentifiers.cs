using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// The identifiers that a PID carries, as FHIR writes them: the sender's own first, the others as evidence, under the OID of their
/// authority whichever way it was written. Pure.
/// </summary>
internal static class PidIdentifiers
{
    private const string SocialSecurity = "http://hl7.org/fhir/sid/us-ssn", Types = "http://terminology.hl7.org/CodeSystem/v2-0203";

    public static IEnumerable<JsonObject> Of(Hl7Segment pid, PatientIdentifier own, Domain domain, IReadOnlyList<string> senders)
    {
        var all = Cx.All(pid[3]).Concat(Cx.All(pid[19]).Where(one => !one.Value.Authority.IsEmpty))
            .Select(one => Of(one.Value, domain, senders)).OfType<JsonObject>().ToList();
        if (SocialSecurityNumber(pid) is { } number)
            all.Add(new JsonObject { ["type"] = Type("SS"), ["system"] = SocialSecurity, ["value"] = number });
        if (pid[20][1].Text?.Trim() is { Length: > 0 } license && license != "\"\"")
            all.Add(new JsonObject { ["type"] = Type("DL"), ["value"] = license });
        return all.OrderBy(one => Is(one, own) ? 0 : 1).DistinctBy(one => ((string?)one["system"], (string?)one["value"]));
    }

    /// <summary>Null where there is no number.</summary>
    public static JsonObject? Of(Cx number, Domain domain, IReadOnlyList<string> senders)
    {
        if (number.Id.Length == 0)
            return null;
        var json = new JsonObject();
        if (number.Type is { Length: > 0 and <= 8 } type && type.All(char.IsAsciiLetterOrDigit))
            json["type"] = Type(type);
        if (AuthorityReading.Of(domain, senders, number.Authority) is { } authority)
            json["system"] = authority.Urn;
        json["value"] = number.Id;
        // a namespace that only its sender understands is told, and is no system
        if (!json.ContainsKey("system") && number.Authority.Namespace is { } name)
            json["assigner"] = new JsonObject { ["display"] = name };
        return json;
    }

    // PID-19 is a US social security number (2.5: ST); whoever writes an authority there means another one.
    private static string? SocialSecurityNumber(Hl7Segment pid) =>
        Cx.All(pid[19]).All(one => one.Value.Authority.IsEmpty) && pid[19].Text?.Trim() is { Length: > 0 } number && number != "\"\""
            ? number
            : null;

    private static bool Is(JsonObject json, PatientIdentifier own) =>
        (string?)json["system"] == own.Authority.Urn && (string?)json["value"] == own.Value;

    private static JsonObject Type(string code) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = Types, ["code"] = code }) };
}
