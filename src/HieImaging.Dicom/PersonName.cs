namespace HieImaging.Dicom;

/// <summary>The five components of one group of a person name (PS3.5 6.2.1.1).</summary>
public sealed record PersonNameGroup(
    string FamilyName, string GivenName = "", string MiddleName = "", string Prefix = "", string Suffix = "")
{
    internal static PersonNameGroup Parse(string text)
    {
        var parts = text.Split('^', 6);
        string Part(int index) => index < parts.Length ? parts[index].Trim(' ') : "";
        return new PersonNameGroup(Part(0), Part(1), Part(2), Part(3), Part(4));
    }

    public override string ToString() => string.Join('^', FamilyName, GivenName, MiddleName, Prefix, Suffix).TrimEnd('^');
}

/// <summary>A value of VR PN: alphabetic, ideographic and phonetic group (PS3.5 6.2.1).</summary>
public sealed record PersonName(PersonNameGroup Alphabetic, PersonNameGroup? Ideographic = null, PersonNameGroup? Phonetic = null)
{
    public string FamilyName => Alphabetic.FamilyName;

    public string GivenName => Alphabetic.GivenName;

    public string MiddleName => Alphabetic.MiddleName;

    public string Prefix => Alphabetic.Prefix;

    public string Suffix => Alphabetic.Suffix;

    /// <summary>Reads <c>Family^Given^Middle^Prefix^Suffix=ideographic=phonetic</c>; what is missing is empty, never an error.</summary>
    public static PersonName Parse(string text)
    {
        var groups = text.Split('=', 4);
        PersonNameGroup? Group(int index) =>
            index < groups.Length && groups[index].Trim(' ').Length > 0 ? PersonNameGroup.Parse(groups[index]) : null;
        return new PersonName(Group(0) ?? new PersonNameGroup(""), Group(1), Group(2));
    }

    /// <summary>The value as DICOM writes it.</summary>
    public override string ToString() => string.Join('=', Alphabetic, Ideographic, Phonetic).TrimEnd('=');
}
