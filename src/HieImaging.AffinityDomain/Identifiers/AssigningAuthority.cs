namespace HieImaging.AffinityDomain.Identifiers;

/// <summary>Who gives out patient numbers: always an OID (CX.4, HD.2);
/// a namespace is translated by the domain file before it gets here.</summary>
public readonly record struct AssigningAuthority(Oid Oid)
{
    /// <summary><c>urn:oid:…</c>, the identifier system in FHIR.</summary>
    public string Urn => Oid.Urn;

    /// <summary>Reads an OID, bare or as <c>urn:oid:…</c>.</summary>
    public static bool TryParse(string? text, out AssigningAuthority authority)
    {
        var valid = Oid.TryParse(text, out var oid);
        authority = new AssigningAuthority(oid);
        return valid;
    }

    /// <exception cref="FormatException">The text is not an OID.</exception>
    public static AssigningAuthority Parse(string text) => new(Oid.Parse(text));

    public override string ToString() => Oid.Text;
}
