using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>
/// The pieces of ebRIM objects in the schema's order: Slot, Name, Description, VersionInfo, Classification, ExternalIdentifier.
/// </summary>
internal sealed class RimWriter(string name, string id)
{
    private readonly List<XElement> _slots = [];
    private readonly List<XElement> _classifications = [];
    private readonly List<XElement> _identifiers = [];
    private readonly List<XAttribute> _attributes = [new("id", id)];
    private string? _title;
    private string? _comments;
    private string? _version;

    public RimWriter Attribute(string attribute, string? value)
    {
        if (value is not null)
            _attributes.Add(new XAttribute(attribute, value));
        return this;
    }

    public RimWriter Slot(string slot, params IReadOnlyList<string?> values)
    {
        if (Values(slot, values) is { } element)
            _slots.Add(element);
        return this;
    }

    public RimWriter Slots(IEnumerable<Slot> slots)
    {
        foreach (var slot in slots)
            _slots.Add(ValuesOf(slot.Name, slot.Values));
        return this;
    }

    public RimWriter Texts(string? title, string? comments, string? version)
    {
        (_title, _comments, _version) = (title, comments, version);
        return this;
    }

    public RimWriter Codes(string scheme, params IEnumerable<Code?> codes)
    {
        foreach (var code in codes)
            if (code is not null)
                _classifications.Add(Classification(
                    new XAttribute("classificationScheme", scheme), new XAttribute("nodeRepresentation", code.Value),
                    Values("codingScheme", [code.Scheme]), Localized("Name", code.Display)));
        return this;
    }

    public RimWriter Authors(string scheme, IEnumerable<Author> authors)
    {
        foreach (var author in authors)
            _classifications.Add(Classification(
                new XAttribute("classificationScheme", scheme), new XAttribute("nodeRepresentation", ""),
                Values("authorPerson", [author.Person]),
                Values("authorInstitution", author.Institutions),
                Values("authorRole", author.Roles),
                Values("authorSpecialty", author.Specialties), Values("authorTelecommunication", author.Telecommunications)));
        return this;
    }

    public RimWriter Node(string node, bool given = true)
    {
        if (given)
            _classifications.Add(Classification(new XAttribute("classificationNode", node)));
        return this;
    }

    public RimWriter Identifier(string scheme, string word, string? value)
    {
        if (value is not null)
            _identifiers.Add(new XElement(Ns.Rim + "ExternalIdentifier",
                new XAttribute("id", Derived("i" + _identifiers.Count)),
                new XAttribute("objectType", ObjectType.ExternalIdentifier),
                new XAttribute("registryObject", id),
                new XAttribute("identificationScheme", scheme),
                new XAttribute("value", Legal(value)),
                Localized("Name", word)));
        return this;
    }

    public XElement Element() => new(Ns.Rim + name, _attributes, _slots, Localized("Name", _title), Localized("Description", _comments),
        _version is null ? null : new XElement(Ns.Rim + "VersionInfo", new XAttribute("versionName", _version)),
        _classifications, _identifiers);

    private XElement Classification(params object?[] content) => new(Ns.Rim + "Classification",
        new XAttribute("id", Derived("c" + _classifications.Count)),
        new XAttribute("objectType", ObjectType.Classification),
        new XAttribute("classifiedObject", id),
        content);

    /// <summary>
    /// The same object gets the same ids inside, so that what is written twice is the same bytes (RFC 9562 5.8, version 8).
    /// </summary>
    private string Derived(string part)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(id + "#" + part)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return "urn:uuid:" + new Guid(bytes, bigEndian: true).ToString("D");
    }

    private static XElement? Localized(string name, string? text) => text is null
        ? null
        : new XElement(Ns.Rim + name, new XElement(Ns.Rim + "LocalizedString", new XAttribute("value", Legal(text))));

    /// <summary>What XML 1.0 cannot carry (control characters of an archive's texts) is replaced, not refused.</summary>
    private static string Legal(string text) => text.All(c => c >= ' ' && !char.IsSurrogate(c) && c < '\uFFFE')
        ? text
        : string.Concat(
            text.EnumerateRunes()
                .Select(r => r.Value is >= ' ' and not (0xFFFE or 0xFFFF) or '\t' or '\n' or '\r' ? r.ToString() : "\uFFFD"));

    private static XElement? Values(string slot, IReadOnlyList<string?> values) =>
        values.Any(v => v is not null) ? ValuesOf(slot, values) : null;

    private static XElement ValuesOf(string slot, IReadOnlyList<string?> values) => new(Ns.Rim + "Slot", new XAttribute("name", slot),
        new XElement(Ns.Rim + "ValueList", values.Where(v => v is not null).Select(v => new XElement(Ns.Rim + "Value", Legal(v!)))));
}
