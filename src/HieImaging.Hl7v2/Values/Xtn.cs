using HieImaging.Hl7v2.Messages;

namespace HieImaging.Hl7v2.Values;

/// <summary>XTN, a telephone number or an electronic address (HL7 v2.5 2.A.89).</summary>
/// <param name="Number">One line: XTN.1, else put together from XTN.5 to XTN.8; XTN.4 of an electronic address; XTN.12 where nothing else
/// is said.</param>
/// <param name="Use">XTN.2 (table 0201): PRN, WPN, NET …</param>
/// <param name="Equipment">XTN.3 (table 0202): PH, CP, FX, Internet …</param>
public sealed record Xtn(string? Number, string? Use = null, string? Equipment = null)
{
    public bool IsMail => Use == "NET" || Equipment is "Internet" or "X.400";

    public static Xtn Of(Hl7Repetition field)
    {
        if (field.IsNull)
            return new Xtn(Number: null);
        var (use, equipment) = (Said(field[2]), Said(field[3]));
        var mail = use == "NET" || equipment == "Internet" ? Said(field[4]) : null;
        var extension = Said(field[8]) is { } more ? "x" + more : null;
        var parts = string.Join(' ', new[] { Said(field[5]), Said(field[6]), Said(field[7]), extension }.Where(part => part is not null));
        return new(mail ?? Said(field[1]) ?? (parts.Length > 0 ? parts : Said(field[12]) ?? Said(field[4])), use, equipment);
    }

    public static IEnumerable<Xtn> All(Hl7Field field) => field.Repetitions.Select(Of).Where(one => one.Number is not null);

    public Hl7Field ToField() => IsMail ? Hl7Field.Of("", Use, Equipment, Number) : Hl7Field.Of(Number, Use, Equipment);

    public override string ToString() => "(telephone)";

    private static string? Said(Hl7Component component) => component.Text?.Trim() is { Length: > 0 } text && text != "\"\"" ? text : null;
}
