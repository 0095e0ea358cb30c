using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;

namespace HieImaging.Registry.Querying;

/// <summary>One attribute and what it must be.</summary>
internal sealed record QueryKey(DicomTag Tag, ValueMatch Match);

/// <summary>A QIDO-RS query as it was understood (PS3.18 8.3.4, 10.6).</summary>
internal sealed record ObjectQuery
{
    private static readonly DicomTag[] InColumns =
        [DicomTag.StudyInstanceUID, DicomTag.AccessionNumber, DicomTag.ModalitiesInStudy];

    public required QueryLevel Level { get; init; }

    /// <summary>From <c>/dicomweb/at/{custodian}</c>; null at the bare address.</summary>
    public ParticipantId? Custodian { get; init; }

    /// <summary>All must hold; those of the address among them.</summary>
    public required IReadOnlyList<QueryKey> Keys { get; init; }

    public AskedPatient? Patient { get; init; }

    /// <summary>Who gave out the accession number that is asked for; null: whoever.</summary>
    public AssigningAuthority? AccessionIssuer { get; init; }

    /// <summary>Levels whose attributes stand in the answer: what the address names need not be told again (10.6.3.3).</summary>
    public required IReadOnlySet<QueryLevel> Levels { get; init; }

    /// <summary>Asked for beside the usual ones.</summary>
    public required IReadOnlySet<DicomTag> Fields { get; init; }

    public bool AllFields { get; init; }

    public required int Limit { get; init; }

    public int Offset { get; init; }

    /// <summary>What was not done as asked.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IEnumerable<QueryKey> KeysOf(QueryLevel level) => Keys.Where(key => QueryAttribute.Find(key.Tag)!.Level == level);

    public ValueMatch? Key(DicomTag tag) => Keys.FirstOrDefault(key => key.Tag == tag)?.Match;

    /// <summary>Whether columns alone tell which studies match, so that a page is a page of rows.</summary>
    public bool IsOfColumns => Level == QueryLevel.Study && Keys.All(key =>
        key.Match is ValueMatch.Universal || (InColumns.Contains(key.Tag) && key.Match is ValueMatch.Patterns { Literals: not null }));

    /// <summary>Whether the attribute stands in the answer.</summary>
    public bool Answers(DicomTag tag) => AllFields || QueryAttribute.OfEveryLevel.Contains(tag) || Fields.Contains(tag)
        || Keys.Any(key => key.Tag == tag)
        || (QueryAttribute.Find(tag) is { Always: true } known && Levels.Contains(known.Level));
}
