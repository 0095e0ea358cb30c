using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>Bad messages of HL7 v2 of our own making: what the corpus has, and every error that was found with it.</summary>
public static class OwnMessages
{
    private const string Header = @"MSH|^~\&|ADT|ORGA|HIE|HIE|20260501100000||ADT^A08^ADT_A01|MSG00001|P|2.5";
    private const string Event = "EVN|A08|20260501100000", Visit = "PV1|1|O";
    private const string Number = HostileExchange.NumberOfA + "^^^ORGA&" + HostileExchange.AuthorityOfA + "&ISO^MR";
    private const string Patient = "PID|1||" + Number + "||ZZCANARY^PHILOMENA||19700101|F";

    private static readonly (string Id, string Bytes, string Expected)[] Inputs =
    [
        ("good", Framed(Header, Event, Patient, Visit), "ACK MSA-1=AA"),
        ("good-without-last-CR", Framed(Header, Event, Patient, Visit).TrimEnd('\r'), "ACK MSA-1=AA"),
        ("good-lines-of-CR-LF", Framed(Header, Event, Patient, Visit).Replace("\r", "\r\n", StringComparison.Ordinal), "ACK MSA-1=AA"),
        ("empty", "\v\u001c\r", "ACK MSA-1=AE, ERR-3=100, connection stays usable"),
        ("msh-alone", "\vMSH\u001c\r", "ACK MSA-1=AE, ERR-3=100|101, connection stays usable"),
        ("no-start", Framed(Header, Event, Patient)[1..], "ignored/closed"),
        ("other-protocol", "GET / HTTP/1.1\r\n\r\n", "closed"),
        ("one-sign-that-separates", Framed("MSH|||||ADT|ORGA", Patient), "ACK MSA-1=AE|AR, ERR-3=102, connection stays usable"),
        ("letters-that-separate", Framed(Header.Replace(@"^~\&", "ABCD", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AE|AR, ERR-3=102, connection stays usable"),
        ("two-in-one-frame", Framed(Header, Event, Patient, Visit, Header.Replace("MSG00001", "MSG00002", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AE|AR, ERR-3=100, connection stays usable"),
        ("frame-ends-inside", Framed(Header, Event, Patient.Replace("PHILOMENA", "A\u001c\rB", StringComparison.Ordinal)).Replace("ZZPHI-000042", "ZZPHI-000099^^^NOBODY", StringComparison.Ordinal), "AE; rest discarded until next VT"),
        ("line-feeds", Framed(Header, Event, Patient).Replace('\r', '\n')[..^1] + "\r", "AE"),
        ("nul", Framed(Header, Event, Patient.Replace("PHILOMENA", "A\0B", StringComparison.Ordinal)), "ACK MSA-1=AE|AR, ERR-3=102, connection stays usable"),
        ("no-utf-8", Framed(Header + "||||||UNICODE UTF-8", Event, Patient.Replace("PHILOMENA", "\u00ff\u00fe", StringComparison.Ordinal)), "ACK MSA-1=AE|AR, ERR-3=102, connection stays usable"),
        ("nobodys-character-set", Framed(Header + "||||||KLINGON", Event, Patient), "ACK MSA-1=AE|AR, ERR-3=102|103, connection stays usable"),
        ("of-a-test", Framed(Header.Replace("|P|", "|T|", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AR, ERR-3=202, connection stays usable"),
        ("unknown-sender", Framed(Header.Replace("ORGA", "ORGZ", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AR, ERR-3=207, connection stays usable"),
        ("anothers-number", Framed(Header.Replace("ORGA", "ORGB", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AE, ERR-3=207, connection stays usable"),
        ("nobodys-number", Framed(Header, Event, Patient.Replace("ORGA&" + HostileExchange.AuthorityOfA, "&1.2.3.4", StringComparison.Ordinal)), "ACK MSA-1=AE, ERR-3=204, connection stays usable"),
        ("two-names-of-one-authority", Framed(Header, Event, Patient.Replace("ORGA&" + HostileExchange.AuthorityOfA, "ORG-B&" + HostileExchange.AuthorityOfA, StringComparison.Ordinal)), "ACK MSA-1=AE, ERR-3=204, connection stays usable"),
        ("merge-into-nothing", Framed(Header.Replace("A08", "A40", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AE, ERR-3=101, connection stays usable"),
        ("merge-with-itself", Framed(Header.Replace("A08", "A40", StringComparison.Ordinal), Event, Patient, "MRG|" + Number), "ACK MSA-1=AE, ERR-3=207, connection stays usable"),
        ("merge-of-anothers", Framed(Header.Replace("A08", "A40", StringComparison.Ordinal), Event, Patient, "MRG|" + HostileExchange.NumberOfB + "^^^&" + HostileExchange.AuthorityOfB + "&ISO"), "ACK MSA-1=AE, ERR-3=207, connection stays usable"),
        ("no-date", Framed(Header.Replace("20260501100000", "2026-13-45T99", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AE, ERR-3=102, connection stays usable"),
        ("no-birth-date", Framed(Header, Event, Patient.Replace("19700101", "19701301", StringComparison.Ordinal)), "ACK MSA-1=AE, ERR-3=102, connection stays usable"),
        ("other-message", Framed(Header.Replace("ADT^A08^ADT_A01", "ORU^R01", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AR, ERR-3=200, connection stays usable"),
        ("other-event", Framed(Header.Replace("ADT^A08^ADT_A01", "ADT^A99", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AR, ERR-3=201, connection stays usable"),
        ("other-version", Framed(Header.Replace("|2.5", "|3.0", StringComparison.Ordinal), Event, Patient), "ACK MSA-1=AR, ERR-3=203, connection stays usable"),
        ("no-patient", Framed(Header, Event, Visit), "ACK MSA-1=AE, ERR-3=101, connection stays usable"),
        ("sql", Framed(Header, Event, Patient.Replace("PHILOMENA", "O'Brien');drop table x;--<script>", StringComparison.Ordinal)), "ACK MSA-1=AA"),
        ("many-segments", Framed([Header, Event, Patient, .. Enumerable.Repeat("NTE|1||A", 3_000)]), "ACK MSA-1=AE, ERR-3=100, connection stays usable"),
        ("long-field", Framed(Header, Event, Patient.Replace("PHILOMENA", new string('A', 100_000), StringComparison.Ordinal)), "ACK MSA-1=AE, ERR-3=102, connection stays usable"),
        ("escapes-of-nothing", Framed(Header, Event, Patient.Replace("PHILOMENA", @"\X00\\Xzz\\.br\\Q\", StringComparison.Ordinal)), "ACK MSA-1=AA"),
    ];

    /// <summary>All of them, and one without an end; they name a patient whom no log may hold.</summary>
    public static BadInputFolder Folder() => BadInputFolder.Made(
        [
            .. Inputs.Select(one => new BadInput { Id = "mllp-" + one.Id, File = one.Id, Channel = "mllp", Expected = one.Expected, Control = one.Id.StartsWith("good", StringComparison.Ordinal) }),
            new() { Id = "mllp-endless", File = "streams.py#hl7_endless", Channel = "mllp", Expected = "AE or close at 1 MiB" },
        ],
        Inputs.ToDictionary(one => one.Id, one => Encoding.Latin1.GetBytes(one.Bytes), StringComparer.Ordinal), ["ZZPHI-", "ZZCANARY"]);

    private static string Framed(params IEnumerable<string> segments) => "\v" + string.Concat(segments.Select(segment => segment + "\r")) + "\u001c\r";
}
