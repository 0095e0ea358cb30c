using HieImaging.DocumentStore;
using HieImaging.Identity.Candidates;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Linking;

/// <summary>What the store holds of some source identities, read in one round trip: their words, their normalised records, what was decided
/// and asserted of them, whose persons they are.</summary>
internal sealed class Known
{
    /// <summary>Deleted ones, those that follow one of them, and those of whom something is asserted with one of them too.</summary>
    public Dictionary<string, SourceIdentity> Sources { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Sids { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (byte[] Body, long[] Keys)> Records { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Low, string High), StoredPair> Pairs { get; } = [];

    public List<Asserted> Assertions { get; } = [];

    /// <summary>Of them and of whoever is one person with them.</summary>
    public Dictionary<string, string> PersonOf { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that they are, and those that they were born as; deleted ones too.</summary>
    public Dictionary<string, Person> Persons { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Low, string High, DoubtKind Kind), StoredReview> Reviews { get; } = [];

    /// <summary>Behind what the session wrote, in the same round trip.</summary>
    public static async Task<Known> ReadAsync(
        DocumentSession session, ResourceIds ids, IReadOnlyCollection<string> sources, CancellationToken cancellation)
    {
        var known = new Known();
        var batch = session.CreateBatchQueryBehindWrites();
        known.Queue(batch, ids, [.. sources]);
        await batch.ExecuteAsync(cancellation);
        return known;
    }

    /// <summary>Reads with what else the batch does.</summary>
    public void Queue(BatchedQuery batch, ResourceIds ids, string[] sources)
    {
        string[] born = [.. sources.Select(ids.Person)];
        // they, who follows them, and of whom else something is asserted: what is held of one that was given up is held of its survivor
        _ = batch.Query($"""
            {PersonDocuments.SelectSource}
            where source.survivor_id = any({sources}) or source.id = any({sources} || array(
                select said.high from identity.assertion said where said.low = any({sources}) and said.revoked_at is null
                union all select said.low from identity.assertion said where said.high = any({sources}) and said.revoked_at is null))
            """,
            row => { var source = PersonDocuments.SourceRow(row); Sources[source.Id] = source; return true; });
        _ = batch.Query($"""
            select source.id, source.sid, record.body, record.keys from record_locator.source_identity source
            left join identity.comparable record on record.source_id = source.id where source.id = any({sources})
            """,
            row =>
            {
                Sids[row.GetString(0)] = row.GetInt64(1);
                if (!row.IsDBNull(2))
                    Records[row.GetString(0)] = (row.GetFieldValue<byte[]>(2), row.GetFieldValue<long[]>(3));
                return true;
            });
        _ = batch.Query($"{StoredPair.Select} where pair.low = any({sources}) or pair.high = any({sources})",
            row => { var pair = StoredPair.Row(row); Pairs[pair.Key] = pair; return true; });
        _ = batch.Query($"{Asserted.Select} (assertion.low = any({sources}) or assertion.high = any({sources}))",
            row => { Assertions.Add(Asserted.Row(row)); return true; });
        _ = batch.Query($"""
            select beside.source_id, beside.person_id from record_locator.person_link mine
            join record_locator.person_link beside on beside.person_id = mine.person_id where mine.source_id = any({sources})
            """,
            row => PersonOf[row.GetString(0)] = row.GetString(1));
        _ = batch.Query($"""
            {PersonDocuments.SelectPerson}
            where person.id = any({born} || array(select person_id from record_locator.person_link where source_id = any({sources})))
            """,
            row => { var person = PersonDocuments.PersonRow(row); Persons[person.Id] = person; return true; });
        _ = batch.Query($"{StoredReview.Select} (item.low = any({sources}) or item.high = any({sources}))",
            row => { var item = StoredReview.Row(row); Reviews[item.Key] = item; return true; });
    }

    /// <summary>What is decided of these with anybody.</summary>
    public IEnumerable<(string Low, string High, string Verdict)> PairsOf(IReadOnlySet<string> sources) =>
        Pairs.Values.Where(pair => sources.Contains(pair.Low) || sources.Contains(pair.High))
            .Select(pair => (pair.Low, pair.High, pair.Word));

    /// <summary>The normalised record by which it is compared, as it was stored when it was; null: it has no place among those who are.</summary>
    public Comparable? RecordOf(string source) =>
        !IsMatched(Sources[source]) ? null
        : Records.TryGetValue(source, out var stored) ? Comparable.FromBytes(stored.Body)
        : PatientDemographics.Of(Sources[source]);

    /// <summary>Whether it has a place among those who may be linked by what they say.</summary>
    public static bool IsMatched(SourceIdentity source) => IsLive(source) && source.Active;

    /// <summary>Known to its source as a patient of its own.</summary>
    public static bool IsLive(SourceIdentity source) => !source.Deleted && source.State == SourceState.Registered;

    /// <summary>Nobody else can be concerned by it: no link, no assertion, no merge, no person with others.</summary>
    public bool IsAlone(string source) =>
        Sources.GetValueOrDefault(source) is { SurvivorId: null }
        && !Pairs.Values.Any(pair => pair.Verdict == Verdict.Link && pair.Has(source))
        && !Assertions.Exists(one => one.Low == source || one.High == source)
        && !Sources.Values.Any(other => other.SurvivorId == source)
        && !(PersonOf.TryGetValue(source, out var person) && PersonOf.Any(link => link.Value == person && link.Key != source));
}
