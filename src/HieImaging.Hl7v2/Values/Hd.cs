using HieImaging.Hl7v2.Messages;

namespace HieImaging.Hl7v2.Values;

/// <summary>HD, hierarchic designator (HL7 v2.5 2.A.33): a namespace, and/or a universal id with its type.</summary>
public sealed record Hd(string? Namespace, string? UniversalId = null, string? UniversalIdType = null)
{
    /// <summary>Nothing said.</summary>
    public bool IsEmpty => Namespace is null && UniversalId is null && UniversalIdType is null;

    /// <summary>A field or component that is an HD by its components (MSH-3).</summary>
    public static Hd Of(Hl7Field field) => new(Trim(field[1].Text), Trim(field[2].Text), Trim(field[3].Text));

    /// <summary>A component that is an HD by its subcomponents (CX.4).</summary>
    public static Hd Of(Hl7Component component) => new(Trim(component[1]), Trim(component[2]), Trim(component[3]));

    /// <summary>As a component of something greater.</summary>
    public Hl7Field ToComponent() => Hl7Field.Subcomponents(Namespace, UniversalId, UniversalIdType);

    private static string? Trim(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
}
