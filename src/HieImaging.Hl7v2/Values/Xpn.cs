using HieImaging.Hl7v2.Messages;

namespace HieImaging.Hl7v2.Values;

/// <summary>XPN, a person's name (HL7 v2.5 2.A.88); of 2.3.1 the same components.</summary>
/// <param name="Family">XPN.1, or its first subcomponent (FN).</param>
/// <param name="Further">XPN.3, second and further given names.</param>
/// <param name="Type">XPN.7 (table 0200): L legal, M maiden, D display, A alias.</param>
public sealed record Xpn(
    string? Family, string? Given, string? Further = null, string? Suffix = null, string? Prefix = null, string? Type = null)
{
    public bool IsEmpty => Family is null && Given is null && Further is null && Suffix is null && Prefix is null;

    public static Xpn Of(Hl7Repetition field) => field.IsNull
        ? new Xpn(null, null)
        : new(Said(field[1]), Said(field[2]), Said(field[3]), Said(field[4]), Said(field[5]), Said(field[7]));

    public static IEnumerable<Xpn> All(Hl7Field field) => field.Repetitions.Select(Of).Where(name => !name.IsEmpty);

    public Hl7Field ToField() => Hl7Field.Of(Family, Given, Further, Suffix, Prefix, "", Type);

    public override string ToString() => "(name)";

    private static string? Said(Hl7Component component) => component.Text?.Trim() is { Length: > 0 } text && text != "\"\"" ? text : null;
}
