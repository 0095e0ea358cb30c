using System.Globalization;
using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.PretendFacility.Feeding;

/// <summary>What a hospital's ADT system says over MLLP.</summary>
public sealed record AdtMessage
{
    public required PretendHospital Hospital { get; init; }

    /// <summary><c>A01</c>, <c>A40</c> …</summary>
    public required string Event { get; init; }

    /// <summary>MSH-10.</summary>
    public required string ControlId { get; init; }

    /// <summary>2.3.1 for ITI-8, 2.5 for ITI-30.</summary>
    public string Version { get; init; } = "2.5";

    /// <summary>EVN-2 and MSH-7.</summary>
    public DateTimeOffset SaidAt { get; init; } = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

    /// <summary>PID, and for A24 and A37 a second one.</summary>
    public required IReadOnlyList<PretendPatient> Patients { get; init; }

    /// <summary>MRG-1: the number that is given up.</summary>
    public string? Subsumed { get; init; }

    public Hl7CharacterSet CharacterSet { get; init; } = Hl7CharacterSet.Ascii;

    public Hl7Message ToMessage()
    {
        var (application, facility) = Hospital.Sender;
        var time = Ts.Write(SaidAt);
        var structure = Event switch { "A40" => "ADT_A39", "A47" => "ADT_A30", "A24" => "ADT_A24", "A37" => "ADT_A37", _ => "ADT_A05" };
        var named = CharacterSet == Hl7CharacterSet.Ascii ? "" : CharacterSet.Name;
        return Hl7Message.Of(
        [
            Hl7Segment.Header(
                application, facility, "HIE", "HIE", time, "", Hl7Field.Of("ADT", Event, structure), ControlId, "P", Version,
                "", "", "", "", "", named),
            Hl7Segment.Of("EVN", Event, time),
            .. Patients.Select(Pid),
            .. Subsumed is null ? [] : new[] { Hl7Segment.Of("MRG", Number(Subsumed)) },
            .. Patients.Count == 1 && Subsumed is null ? new[] { Hl7Segment.Of("PV1", "1", "O") } : [],
        ]);
    }

    private Hl7Field Number(string number) => Cx.For(Hospital.Patient(number), Hospital.Namespace, "MR").ToField();

    private static Hl7Segment Pid(PretendPatient patient)
    {
        var others = patient.Others.Select(other => new Cx(other.Value, new Hd(null, other.System["urn:oid:".Length..], "ISO"), "SS").ToField());
        var born = patient.BirthDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return Hl7Segment.Of(
            "PID", "1", "", Hl7Field.Repeat([Cx.For(patient.Number, null, "MR").ToField(), .. others]), "",
            new Xpn(patient.Family, patient.Given.Count > 0 ? patient.Given[0] : null, patient.Given.Count > 1 ? patient.Given[1] : null, Type: "L").ToField(),
            "", born, patient.Gender switch { "female" => "F", "male" => "M", null => "", _ => "O" });
    }
}
