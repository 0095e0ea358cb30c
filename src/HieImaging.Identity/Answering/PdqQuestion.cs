using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Messages;

namespace HieImaging.Identity.Answering;

/// <summary>What a patient demographics query asked (ITI-21): QPD-3 the elements, QPD-5 how names are compared, QPD-8 the domains, RCP-2
/// how many at once, DSC from where on; or what is wrong with it.</summary>
internal abstract partial record PdqQuestion
{
    /// <summary>More at once are not given, asked or not.</summary>
    public const int MostAtOnce = 100;

    /// <summary>Each is a search of its own within the one; the profile knows fewer elements.</summary>
    private const int MostElements = 32;

    private PdqQuestion() { }

    /// <param name="Criteria">At least one.</param>
    /// <param name="Names">How names are compared.</param>
    /// <param name="Domains">OIDs of the authorities whose numbers are wanted; empty: all.</param>
    /// <param name="Count">At most so many at once.</param>
    /// <param name="After">The last one of the answer before; null: from the beginning.</param>
    internal sealed record Asked(
        IReadOnlyList<PdqCriterion> Criteria, NameSearch Names, IReadOnlySet<string> Domains, int Count, string? After) : PdqQuestion;

    internal sealed record Refused(IReadOnlyList<Hl7Error> Errors) : PdqQuestion;

    /// <summary>QPD-5, of which the profile says no more than that the supplier has it.</summary>
    internal enum NameSearch
    {
        /// <summary>As they are folded.</summary>
        Written,

        /// <summary>By their sound.</summary>
        Sounding,

        /// <summary>By what else people of the name are called.</summary>
        Called,
    }

    private static readonly FrozenDictionary<string, PdqElement> Places = new Dictionary<string, PdqElement>(StringComparer.Ordinal)
    {
        ["PID.3.1"] = PdqElement.Number, ["PID.3"] = PdqElement.Number,
        ["PID.3.4.1"] = PdqElement.NumberNamespace, ["PID.3.4"] = PdqElement.NumberNamespace,
        ["PID.3.4.2"] = PdqElement.NumberUniversalId, ["PID.3.4.3"] = PdqElement.NumberUniversalIdType,
        ["PID.5.1"] = PdqElement.Family, ["PID.5.1.1"] = PdqElement.Family, ["PID.5.2"] = PdqElement.Given,
        ["PID.6.1"] = PdqElement.MothersFamily, ["PID.6.1.1"] = PdqElement.MothersFamily, ["PID.6.2"] = PdqElement.MothersGiven,
        ["PID.7"] = PdqElement.BirthDate, ["PID.7.1"] = PdqElement.BirthDate,
        ["PID.8"] = PdqElement.Sex,
        ["PID.11.1"] = PdqElement.Street, ["PID.11.1.1"] = PdqElement.Street, ["PID.11.2"] = PdqElement.Street,
        ["PID.11.3"] = PdqElement.City, ["PID.11.4"] = PdqElement.State,
        ["PID.11.5"] = PdqElement.PostalCode, ["PID.11.6"] = PdqElement.Country,
        ["PID.13.1"] = PdqElement.Telephone, ["PID.13.7"] = PdqElement.Telephone, ["PID.13.12"] = PdqElement.Telephone,
        ["PID.21.1"] = PdqElement.MothersNumber,
        ["PID.21.4.1"] = PdqElement.MothersNumberNamespace, ["PID.21.4"] = PdqElement.MothersNumberNamespace,
        ["PID.21.4.2"] = PdqElement.MothersNumberUniversalId, ["PID.21.4.3"] = PdqElement.MothersNumberUniversalIdType,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static PdqQuestion Read(Hl7Message message, Domain domain)
    {
        if (message.First("QPD") is not { } query)
            return Refuse(Hl7ErrorCode.SegmentSequence, "A query has a QPD.", new Hl7Location("QPD"));
        var control = message.First("RCP");
        if (control?[1].Text is not (null or "I"))
            return Refuse(Hl7ErrorCode.TableValueNotFound, "A query is answered at once: RCP-1 is I.", new Hl7Location("RCP", 1, 1));
        var (domains, errors) = PixQuestion.Domains(query[8], 8, domain);
        var (criteria, unread) = Elements(query[3]);
        if (errors.Count + unread.Count > 0)
            return new Refused([.. unread, .. errors]);
        if (criteria.TrueForAll(criterion => PdqCriterion.IsNothingAlone(criterion.Element)))
            return Refuse(Hl7ErrorCode.RequiredFieldMissing, "QPD-3 says what is looked for.", new Hl7Location("QPD", 1, 3));
        if (CountOf(control) is not { } count)
            return Refuse(Hl7ErrorCode.DataType, "RCP-2 is a number of records: 10^RD.", new Hl7Location("RCP", 1, 2));
        var after = message.First("DSC")?[1].Text;
        if (after is not null && !Pointer().IsMatch(after))
            return Refuse(Hl7ErrorCode.UnknownKeyIdentifier, "DSC-1 is no pointer of this node.", new Hl7Location("DSC", 1, 1));
        return new Asked(criteria, NamesOf(query[5].Text), domains, count, after);
    }

    private static (List<PdqCriterion> Criteria, List<Hl7Error> Errors) Elements(Hl7Field field)
    {
        var (criteria, errors) = (new List<PdqCriterion>(), new List<Hl7Error>());
        foreach (var (one, repetition) in field.Repetitions.Select((one, at) => (one, at + 1)).Where(one => !one.one.IsEmpty))
        {
            var at = new Hl7Location("QPD", 1, 3, repetition, 1);
            if (repetition > MostElements)
                return (criteria, [new Hl7Error(Hl7ErrorCode.DataType, $"A query has at most {MostElements} elements.", at)]);
            if (!Places.TryGetValue(one[1].Text?.TrimStart('@') ?? "", out var element))
                errors.Add(new Hl7Error(Hl7ErrorCode.UnknownKeyIdentifier, "Patients are not looked for by this element.", at));
            else if (one[2].Text?.Trim() is not { Length: > 0 } text || text == "*")
                continue;
            else if (PdqCriterion.IsOneAlone(element) && criteria.Exists(said => said.Element == element && said.Text != text))
                errors.Add(new Hl7Error(Hl7ErrorCode.DataType, "This element is said twice, and differently.", at));
            else
                criteria.Add(new PdqCriterion(element, text, repetition));
        }
        return (criteria, errors);
    }

    // RCP-2: CQ, records (RD) alone; nothing said is the most
    private static int? CountOf(Hl7Segment? control) =>
        control is null || control[2].IsEmpty ? MostAtOnce
        : control[2][2].Text is null or "RD"
            && int.TryParse(control[2][1].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? Math.Min(count, MostAtOnce)
            : null;

    private static NameSearch NamesOf(string? algorithm) => algorithm?.ToLowerInvariant() switch
    {
        "soundex" or "metaphone" or "phonetic" => NameSearch.Sounding,
        "alias" or "nickname" => NameSearch.Called,
        _ => NameSearch.Written,
    };

    private static Refused Refuse(Hl7ErrorCode code, string text, Hl7Location at) => new([new Hl7Error(code, text, at)]);

    // The id of the last patient shown: it says nothing new, and what follows it is looked for under the caller's own rights.
    [GeneratedRegex("^[ps]-[0-9a-z]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex Pointer();
}
