using System.Xml.Linq;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>
/// An ExtrinsicObject, RegistryPackage or Association, its slots, classifications and identifiers by name; what nobody took is extra.
/// </summary>
internal sealed class RimObject
{
    private const int SlotValues = 1000;
    private readonly Dictionary<string, IReadOnlyList<string>> _slots = new(StringComparer.Ordinal);
    private readonly MetadataFindings _findings;
    private readonly HashSet<string> _schemes = new(StringComparer.Ordinal);

    public RimObject(XElement element, string word, MetadataFindings findings)
    {
        Element = element;
        Word = word;
        _findings = findings;
        Id = Attribute("id") ?? "";
        if (Id.Length == 0)
            findings.Add(word, "has no id", null);
        foreach (var slot in element.Elements(Ns.Rim + "Slot"))
        {
            var values = ValuesOf(slot);
            if (slot.Attribute("name")?.Value is not { Length: > 0 } name || !_slots.TryAdd(name, values))
                Wrong("Slot", "has no name or stands twice");
            else if (values.Count > SlotValues || values.Any(v => v.Length > 256))
                Wrong("Slot", "has more than 1000 values, or one of more than 256 characters");     // ebRIM 3.0 LongName
        }
    }

    public XElement Element { get; }

    public string Word { get; }

    public string Id { get; }

    public string? Title => Localized("Name");

    public string? Comments => Localized("Description");

    public string? Version => Element.Element(Ns.Rim + "VersionInfo")?.Attribute("versionName")?.Value;

    /// <summary>The attribute; null where it is missing or empty (some senders write <c>home=""</c>).</summary>
    public string? Attribute(string name) => Element.Attribute(name)?.Value is { Length: > 0 } value ? value : null;

    public void Wrong(string attribute, string fault) => _findings.Add($"{Word}.{attribute}", fault, Id);

    /// <summary>Takes a slot of any number of values.</summary>
    public IReadOnlyList<string> Many(string slot) => _slots.Remove(slot, out var values) ? values : [];

    /// <summary>Takes a slot of one value.</summary>
    public string? One(string slot)
    {
        var values = Many(slot);
        if (values.Count > 1)
            Wrong(slot, "has more than one value");
        return values.Count > 0 ? values[0] : null;
    }

    /// <summary>A long URI comes in numbered pieces: <c>1|http://…</c>, <c>2|…</c> (TF-3 4.2.3.2.27).</summary>
    public string? Uri()
    {
        var values = Many("URI");
        return values.Count == 0 ? null
            : values.All(v => v.Length > 2 && char.IsAsciiDigit(v[0]) && v[1] == '|')
                ? string.Concat(values.OrderBy(v => v[0]).Select(v => v[2..]))
                : values[0];
    }

    /// <summary>The slots that nobody took; called last, it tells too of schemes that nobody asked for.</summary>
    public IReadOnlyList<Slot> Rest()
    {
        if (Element.Elements(Ns.Rim + "Classification").Attributes("classificationScheme")
            .Concat(Element.Elements(Ns.Rim + "ExternalIdentifier").Attributes("identificationScheme"))
            .Any(scheme => !_schemes.Contains(scheme.Value)))
            _findings.NotSaved(Word, Id);
        return [.. _slots.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new Slot(s.Key, s.Value))];
    }

    public IReadOnlyList<Code> Codes(string scheme, string attribute) => [.. Classifications(scheme).Select(c => CodeOf(c, attribute))];

    public Code? OneCode(string scheme, string attribute)
    {
        var codes = Codes(scheme, attribute);
        if (codes.Count > 1)
            Wrong(attribute, "stands more than once");
        return codes.Count > 0 ? codes[0] : null;
    }

    public IReadOnlyList<Author> Authors(string scheme) => [.. Classifications(scheme).Select(AuthorOf)];

    /// <summary>Whether the object is classified by this node, as limited metadata and kinds of packages are.</summary>
    public bool IsClassified(string node)
    {
        _schemes.Add(node);
        return Element.Elements(Ns.Rim + "Classification")
            .Any(c => c.Attribute("classificationNode")?.Value == node || c.Attribute("classificationScheme")?.Value == node);
    }

    public string? Identifier(string scheme, string attribute)
    {
        _schemes.Add(scheme);
        string? found = null;
        foreach (var identifier in Element.Elements(Ns.Rim + "ExternalIdentifier")
            .Where(e => e.Attribute("identificationScheme")?.Value == scheme))
        {
            if (found is not null)
                Wrong(attribute, "stands more than once");
            if (identifier.Attribute("registryObject")?.Value is { } of && of != Id)
                Wrong(attribute, "is of another object");
            found = identifier.Attribute("value")?.Value ?? "";
        }
        return found is "" ? null : found;
    }

    private IEnumerable<XElement> Classifications(string scheme)
    {
        _schemes.Add(scheme);
        foreach (var classification in Element.Elements(Ns.Rim + "Classification"))
            if (classification.Attribute("classificationScheme")?.Value == scheme)
            {
                if (classification.Attribute("classifiedObject")?.Value is { } of && of != Id)
                    Wrong("Classification", "is of another object");
                yield return classification;
            }
    }

    private Code CodeOf(XElement classification, string attribute)
    {
        var value = classification.Attribute("nodeRepresentation")?.Value ?? "";
        var schemes = SlotOf(classification, "codingScheme");
        if (value.Length == 0)
            Wrong(attribute, "has no code");
        if (schemes.Count != 1 || schemes[0].Length == 0)
            Wrong(attribute, "has not one codingScheme");
        return new Code(value, schemes.Count > 0 ? schemes[0] : null, LocalizedOf(classification, "Name"));
    }

    private Author AuthorOf(XElement classification)
    {
        var persons = SlotOf(classification, "authorPerson");
        if (persons.Count > 1)
            Wrong("author", "has more than one authorPerson");
        return new Author
        {
            Person = persons.Count > 0 ? persons[0] : null,
            Institutions = SlotOf(classification, "authorInstitution"),
            Roles = SlotOf(classification, "authorRole"),
            Specialties = SlotOf(classification, "authorSpecialty"),
            Telecommunications = SlotOf(classification, "authorTelecommunication"),
        };
    }

    private static IReadOnlyList<string> SlotOf(XElement element, string name) =>
        element.Elements(Ns.Rim + "Slot").FirstOrDefault(s => s.Attribute("name")?.Value == name) is { } slot ? ValuesOf(slot) : [];

    private static IReadOnlyList<string> ValuesOf(XElement slot) =>
        [.. slot.Elements(Ns.Rim + "ValueList").Elements(Ns.Rim + "Value").Select(v => v.Value.Trim()).Where(v => v.Length > 0)];

    private string? Localized(string name)
    {
        var text = LocalizedOf(Element, name);
        if (name == "Name" && text is { Length: > 128 })
            Wrong("title", "is longer than 128 characters");
        return text;
    }

    private static string? LocalizedOf(XElement element, string name) =>
        element.Element(Ns.Rim + name)?.Element(Ns.Rim + "LocalizedString")?.Attribute("value")?.Value is { Length: > 0 } text
            ? text
            : null;
}
