namespace HieImaging.Identity.Matching;

/// <summary>How alike two records are, field by field: a number of the field's level, or <see cref="Missing"/> where one of them says
/// nothing.</summary>
internal readonly record struct Levels(
    byte Given, byte Family, byte Names, byte BirthDate, byte Sex, byte Identifier,
    byte Line, byte HouseNumber, byte City, byte State, byte PostalCode, byte Phone)
{
    public const byte Missing = byte.MaxValue;

    public const int Fields = 12;

    public byte this[MatchField field] => field switch
    {
        MatchField.Given => Given,
        MatchField.Family => Family,
        MatchField.Names => Names,
        MatchField.BirthDate => BirthDate,
        MatchField.Sex => Sex,
        MatchField.Identifier => Identifier,
        MatchField.Line => Line,
        MatchField.HouseNumber => HouseNumber,
        MatchField.City => City,
        MatchField.State => State,
        MatchField.PostalCode => PostalCode,
        _ => Phone,
    };

    /// <summary>Whether both say anything of an address.</summary>
    public bool SaysAddress => Math.Min(Math.Min(Line, City), Math.Min(PostalCode, Math.Min(HouseNumber, State))) != Missing;

    /// <summary>Words for the levels of a field.</summary>
    public static IReadOnlyList<string> Of(MatchField field) => field switch
    {
        MatchField.Given or MatchField.Family => NameComparison.Words,
        MatchField.Names => ["in order", "exchanged"],
        MatchField.BirthDate => BirthDateComparison.Words,
        MatchField.Sex => ["equal", "different"],
        MatchField.Identifier => IdentifierComparison.Words,
        MatchField.Line or MatchField.City => ["equal", "near", "similar", "weak", "different"],
        MatchField.PostalCode or MatchField.HouseNumber => ["equal", "one edit", "different"],
        MatchField.State => ["equal", "different"],
        _ => ["equal", "one edit", "different"],
    };

    public static Levels Of(Comparable a, Comparable b)
    {
        var given = NameComparison.Given(a.Given, b.Given);
        var family = NameComparison.Family(a, b);
        var exchanged = NameComparison.Exchanged(a, b, given, family);
        return new Levels(
            exchanged ? Missing : given,
            exchanged ? Missing : family,
            given == Missing || family == Missing ? exchanged ? (byte)1 : Missing : exchanged ? (byte)1 : (byte)0,
            BirthDateComparison.Of(a.BirthDate, b.BirthDate),
            a.Sex is null || b.Sex is null ? Missing : a.Sex == b.Sex ? (byte)0 : (byte)1,
            IdentifierComparison.Of(a.Identifiers, b.Identifiers),
            AddressComparison.Line(a.Address, b.Address),
            AddressComparison.HouseNumber(a.Address, b.Address),
            AddressComparison.City(a.Address, b.Address),
            AddressComparison.State(a.Address, b.Address),
            AddressComparison.PostalCode(a.Address, b.Address),
            PhoneComparison.Of(a.Phones, b.Phones));
    }
}
