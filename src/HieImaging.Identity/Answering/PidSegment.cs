using System.Text.Json;
using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;
using HieImaging.Identity.Documents;
using static HieImaging.Fhir.Json.JsonMembers;

namespace HieImaging.Identity.Answering;

/// <summary>A Patient as PID tells of it (HL7 v2.5 3.4.2, ITI TF-2 3.21.4.2.2.6).</summary>
internal static class PidSegment
{
    /// <param name="set">PID-1, from 1.</param>
    /// <param name="patient">The FHIR Patient.</param>
    /// <param name="numbers">PID-3, as far as they may be told.</param>
    public static Hl7Segment Of(int set, JsonElement patient, Hl7Field numbers) => Hl7Segment.Of(
        "PID", set.ToString(System.Globalization.CultureInfo.InvariantCulture), "", numbers, "",
        Hl7Field.Repeat(Items(patient, "name").Select(Name)),
        Items(patient, "extension").Where(one => Text(one, "url") == PatientTerms.MothersMaidenName).Select(one => Text(one, "valueString"))
            .FirstOrDefault() is { } maiden ? new Xpn(maiden, null, Type: "M").ToField() : "",
        Text(patient, "birthDate")?.Replace("-", "", StringComparison.Ordinal) ?? "",
        Text(patient, "gender") switch { "female" => "F", "male" => "M", "other" => "O", "unknown" => "U", _ => "" },
        "", "",
        Hl7Field.Repeat(Items(patient, "address").Select(Address)),
        "",
        Hl7Field.Repeat(Items(patient, "telecom").Where(one => Text(one, "value") is not null).Select(Telecom)));

    private static Hl7Field Name(JsonElement name)
    {
        var given = Texts(name, "given");
        return new Xpn(
            Text(name, "family"), First(given), given.Count > 1 ? string.Join(' ', given.Skip(1)) : null,
            First(Texts(name, "suffix")), First(Texts(name, "prefix")),
            Text(name, "use") switch { "maiden" => "M", "nickname" => "N", "old" or "anonymous" or "temp" => "A", _ => "L" }).ToField();
    }

    private static Hl7Field Address(JsonElement address)
    {
        var lines = Texts(address, "line");
        return new Xad(
            First(lines), lines.Count > 1 ? string.Join(' ', lines.Skip(1)) : null, Text(address, "city"), Text(address, "state"),
            Text(address, "postalCode"), Text(address, "country"),
            Text(address, "use") switch { "home" => "H", "work" => "B", "old" => "BA", _ => null }).ToField();
    }

    private static Hl7Field Telecom(JsonElement telecom) => Text(telecom, "system") == "email"
        ? new Xtn(Text(telecom, "value"), "NET", "Internet").ToField()
        : new Xtn(
            Text(telecom, "value"), Text(telecom, "use") == "work" ? "WPN" : "PRN",
            Text(telecom, "system") == "fax" ? "FX" : "PH").ToField();

    private static string? First(IReadOnlyList<string> texts) => texts is [var first, ..] ? first : null;
}
