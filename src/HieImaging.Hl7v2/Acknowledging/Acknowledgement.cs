using System.Globalization;
using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;

namespace HieImaging.Hl7v2.Acknowledging;

/// <summary>What an answer begins with, and the general acknowledgement (HL7 v2.5 2.9.2, 2.15; of 2.3.1 the same with its own
/// ERR).</summary>
public static class Acknowledgement
{
    /// <summary>ACK^event^ACK: MSH, MSA, and an ERR for each error.</summary>
    /// <param name="to">The message, or its MSH alone; null where not even that could be read.</param>
    public static Hl7Message Of(Hl7Message? to, AcknowledgementCode code, IReadOnlyList<Hl7Error> errors, DateTimeOffset now)
    {
        var version = Version(to);
        var type = to is { Event.Length: > 0 } ? Hl7Field.Of("ACK", to.Event, IsOld(version) ? "" : "ACK") : "ACK";
        return Hl7Message.Of([Header(to, type, now), Code(to, code, errors), .. errors.Select(error => Err(error, version))]);
    }

    /// <summary>MSH of an answer: sender and receiver change places, the character set stays.</summary>
    /// <param name="type">MSH-9: <c>Hl7Field.Of("RSP", "K23", "RSP_K23")</c>.</param>
    /// <param name="characterSet">MSH-18, where it cannot be that of the question.</param>
    public static Hl7Segment Header(Hl7Message? to, Hl7Field type, DateTimeOffset now, Hl7CharacterSet? characterSet = null)
    {
        var (from, set) = (to?.Header, characterSet ?? to?.CharacterSet ?? Hl7CharacterSet.Ascii);
        return Hl7Segment.Header(
            from?[5] ?? "", from?[6] ?? "", from?[3] ?? "", from?[4] ?? "", Ts.Write(now), "", type,
            Guid.CreateVersion7(now).ToString("N")[..20],        // MSH-10: ST(20)
            to is { ProcessingId.Length: > 0 } ? to.ProcessingId : "P", Version(to), "", "", "", "", "",
            set == Hl7CharacterSet.Ascii ? "" : set.Name);
    }

    /// <summary>MSA: the code, and the control id of what is answered.</summary>
    public static Hl7Segment Code(Hl7Message? to, AcknowledgementCode code, IReadOnlyList<Hl7Error> errors)
    {
        var (said, id) = (errors is [var first, ..] ? first : null, to?.Header[10] ?? default);
        return IsOld(Version(to)) && said is not null
            ? Hl7Segment.Of("MSA", code.ToString(), id, said.Text, "", "", Coded(said))
            : Hl7Segment.Of("MSA", code.ToString(), id, said?.Text);
    }

    /// <summary>
    /// ERR: from 2.5 on by its fields 2, 3, 4 and 8; before, ERR-1 alone is defined, and what follows it a receiver leaves out (2.3.1
    /// 2.12), so that both are told.
    /// </summary>
    public static Hl7Segment Err(Hl7Error error, string version)
    {
        var at = error.At;
        var place = at is null
            ? ""
            : Hl7Field.Of(at.Segment, Number(at.Sequence), Number(at.Field), Number(at.Repetition), Number(at.Component));
        var old = IsOld(version)
            ? Hl7Field.OfParts(
                at?.Segment, Number(at?.Sequence), Number(at?.Field), Hl7Field.Subcomponents(Code(error), error.Meaning, Table))
            : "";
        return Hl7Segment.Of("ERR", old, place, Coded(error), "E", "", "", "", error.Text);
    }

    private const string Table = "HL70357";

    private static Hl7Field Coded(Hl7Error error) => Hl7Field.Of(Code(error), error.Meaning, Table);

    private static string Code(Hl7Error error) => Number((int)error.Code)!;

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    // Of a message whose version is none, the answer is of this one.
    private static string Version(Hl7Message? to) =>
        to?.Version is { Length: >= 3 and <= 5 } version && version.StartsWith("2.", StringComparison.Ordinal)
        && version.All(c => char.IsAsciiDigit(c) || c == '.')
            ? version
            : "2.5";

    private static bool IsOld(string version) => string.CompareOrdinal(version, "2.5") < 0;
}
