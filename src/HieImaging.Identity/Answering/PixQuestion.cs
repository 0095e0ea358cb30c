using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;

namespace HieImaging.Identity.Answering;

/// <summary>What a PIX query asked (ITI-9: QPD-3 the number, QPD-4 the domains wanted), or the errors of the profile's cases.</summary>
internal abstract record PixQuestion
{
    private PixQuestion() { }

    /// <param name="Source">The number at hand.</param>
    /// <param name="Targets">OIDs of the authorities whose numbers are wanted; empty: all.</param>
    internal sealed record Asked(PatientIdentifier Source, IReadOnlySet<string> Targets) : PixQuestion;

    internal sealed record Refused(IReadOnlyList<Hl7Error> Errors) : PixQuestion;

    public static PixQuestion Read(Hl7Message message, Domain domain)
    {
        if (message.First("QPD") is not { } query)
            return Refuse(Hl7ErrorCode.SegmentSequence, "A query has a QPD.", new Hl7Location("QPD"));
        if (message.First("RCP")?[1].Text is not (null or "I"))
            return Refuse(Hl7ErrorCode.TableValueNotFound, "A query is answered at once: RCP-1 is I.", new Hl7Location("RCP", 1, 1));
        if (Cx.Of(query[3].First) is not { Id.Length: > 0 } number)
            return Refuse(Hl7ErrorCode.RequiredFieldMissing, "QPD-3 holds the number that is asked about.", new Hl7Location("QPD", 1, 3));
        if (!NamedAuthority.TryFind(
            domain, number.Authority.Namespace, number.Authority.UniversalId, number.Authority.UniversalIdType, out var authority))
            return Refuse(
                Hl7ErrorCode.UnknownKeyIdentifier, "The number's assigning authority is not known.", new Hl7Location("QPD", 1, 3, 1, 4));
        var (targets, errors) = Domains(query[4], 4, domain);
        if (errors.Count > 0)
            return new Refused(errors);
        return PatientIdentifier.TryCreate(authority, number.Id, out var source) ? new Asked(source, targets) : Unknown;
    }

    /// <summary>Nobody whom the caller may know of has the number: absent and forbidden are one answer (principle 9).</summary>
    public static Refused Unknown { get; } =
        Refuse(Hl7ErrorCode.UnknownKeyIdentifier, "The number is not known.", new Hl7Location("QPD", 1, 3, 1, 1));

    /// <summary>The domains that a field of QPD lists; an error for each repetition that names none.</summary>
    public static (IReadOnlySet<string> Oids, IReadOnlyList<Hl7Error> Errors) Domains(Hl7Field field, int number, Domain domain)
    {
        var (oids, errors) = (new HashSet<string>(StringComparer.Ordinal), new List<Hl7Error>());
        foreach (var (asked, repetition) in field.Repetitions.Select((one, at) => (one, at + 1)).Where(one => !one.one.IsEmpty))
        {
            var named = Hd.Of(asked[4]);
            if (NamedAuthority.TryFind(domain, named.Namespace, named.UniversalId, named.UniversalIdType, out var authority))
                oids.Add(authority.Oid.Text);
            else
                errors.Add(new Hl7Error(
                    Hl7ErrorCode.UnknownKeyIdentifier, "The domain is not known.", new Hl7Location("QPD", 1, number, repetition)));
        }
        return (oids, errors);
    }

    private static Refused Refuse(Hl7ErrorCode code, string text, Hl7Location at) => new([new Hl7Error(code, text, at)]);
}
