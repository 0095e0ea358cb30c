using HieImaging.Hl7v2.Messages;

namespace HieImaging.Hl7v2.Values;

/// <summary>XAD, an address (HL7 v2.5 2.A.86); of 2.3.1 the same components.</summary>
/// <param name="Line">XAD.1, or its first subcomponent (SAD).</param>
/// <param name="Other">XAD.2.</param>
/// <param name="Type">XAD.7 (table 0190): H home, B business, M mailing …</param>
public sealed record Xad(
    string? Line, string? Other = null, string? City = null, string? State = null, string? PostalCode = null, string? Country = null,
    string? Type = null)
{
    public bool IsEmpty => Line is null && Other is null && City is null && State is null && PostalCode is null && Country is null;

    public static Xad Of(Hl7Repetition field) => field.IsNull
        ? new Xad(Line: null)
        : new(Said(field[1]), Said(field[2]), Said(field[3]), Said(field[4]), Said(field[5]), Said(field[6]), Said(field[7]));

    public static IEnumerable<Xad> All(Hl7Field field) => field.Repetitions.Select(Of).Where(address => !address.IsEmpty);

    public Hl7Field ToField() => Hl7Field.Of(Line, Other, City, State, PostalCode, Country, Type);

    public override string ToString() => "(address)";

    private static string? Said(Hl7Component component) => component.Text?.Trim() is { Length: > 0 } text && text != "\"\"" ? text : null;
}
