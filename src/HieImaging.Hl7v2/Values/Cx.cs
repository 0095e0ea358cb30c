using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Hl7v2.Messages;

namespace HieImaging.Hl7v2.Values;

/// <summary>CX, an identifier with its authority (HL7 v2.5 2.A.14): <c>123^^^NORTH&amp;1.2.3&amp;ISO^MR</c>.</summary>
/// <param name="Id">CX.1, trimmed.</param>
/// <param name="Authority">CX.4.</param>
/// <param name="Type">CX.5 (table 0203).</param>
public sealed record Cx(string Id, Hd Authority, string? Type = null)
{
    /// <summary>Null where there is neither a number nor an authority, or the number is to be forgotten (<c>""</c>, HL7 v2.5 2.5.3).</summary>
    public static Cx? Of(Hl7Repetition field)
    {
        var (id, authority) = (field[1].Text?.Trim() ?? "", Hd.Of(field[4]));
        return id == "\"\"" || (id.Length == 0 && authority.IsEmpty) ? null : new Cx(id, authority, field[5].Text?.Trim());
    }

    /// <summary>All that a field carries, with the number of each repetition, from 1.</summary>
    public static IEnumerable<(Cx Value, int Repetition)> All(Hl7Field field) =>
        field.Repetitions.Select((one, at) => (Value: Of(one), Repetition: at + 1)).Where(one => one.Value is not null)
            .Select(one => (one.Value!, one.Repetition));

    /// <summary>A number as this node writes it.</summary>
    /// <param name="name">The authority's namespace, where it has one.</param>
    public static Cx For(PatientIdentifier number, string? name = null, string? type = null) =>
        new(number.Value, new Hd(name, number.Authority.Oid.Text, "ISO"), type);

    public Hl7Field ToField() => Hl7Field.OfParts(Id, "", "", Authority.ToComponent(), Type);

    /// <summary>Never the number: it does not belong in a log.</summary>
    public override string ToString() => "(identifier)";
}
