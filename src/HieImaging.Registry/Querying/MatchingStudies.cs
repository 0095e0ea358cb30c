using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using HieImaging.RecordLocator.Persons;
using HieImaging.RecordLocator.Studies;
using HieImaging.Registry.Searching;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Registry.Querying;

/// <summary>A study that may match, before its manifests are read.</summary>
/// <param name="Subject"><c>s-…</c>.</param>
internal sealed record MatchingStudy(string Id, string Custodian, string Subject);

/// <summary>
/// A query as SQL over registered studies, under the same visibility as every other search: exact where columns hold what is asked for,
/// else wider than it, and what the manifests say decides.
/// </summary>
internal sealed class MatchingStudies(ObjectQuery query, Caller caller, PatientReference patients)
{
    // Whatever zone a date was written in, its instant is not further away than this.
    private static readonly TimeSpan ZonesApart = TimeSpan.FromDays(1);

    private static readonly SqlFragment Newest = SqlFragment.Raw("study.started_from desc nulls last");
    private static readonly SqlFragment Latest = SqlFragment.Raw("study.last_updated desc");

    /// <summary>In one order from page to page: what was made last first; where nothing narrows the search, what was registered
    /// last.</summary>
    public Task<IReadOnlyList<MatchingStudy>> ReadAsync(
        DocumentSession session, int offset, int most, CancellationToken cancellation) =>
        session.QueryAsync($"""
            select study.id, study.custodian, study.subject from record_locator.registered_study study
            where {SqlFragment.Join(" and ", Conditions())}
            order by {(IsNarrow ? Newest : Latest)}, study.id
            offset {offset} limit {most}
            """, row => new MatchingStudy(row.GetString(0), row.GetString(1), row.GetString(2)), cancellation);

    private bool IsNarrow => query.Patient is not null || query.Keys.Any(key => key.Match is ValueMatch.Patterns
        && (key.Tag == DicomTag.StudyInstanceUID || key.Tag == DicomTag.SeriesInstanceUID || key.Tag == DicomTag.SOPInstanceUID
            || key.Tag == DicomTag.AccessionNumber));

    private List<SqlFragment> Conditions()
    {
        List<SqlFragment> all = [$"not study.deleted", $"({StudyPolicy.Visible(caller)})"];
        if (query.Custodian is { } custodian)
            all.Add($"study.custodian = {custodian.Text}");
        if (query.Patient is { } patient)
            all.Add($"({(patient.IsPattern ? Like(patient) : Is(patient))})");
        foreach (var key in query.Keys)
            all.Add(Column(key));
        return all;
    }

    private SqlFragment Is(AskedPatient patient) => SqlFragment.Join(" or ", patient.Authorities.Select(authority =>
        patients.Whose(new TokenValue(authority.Urn, patient.Number), caller) ?? SqlFragment.Raw("false")));

    // The numbers as manifests and feeds know them; of a person with such a number, all studies. By one that is gone nobody is found, as
    // where it is named whole.
    private SqlFragment Like(AskedPatient patient)
    {
        var (authorities, pattern) = (patient.Authorities.Select(one => one.Oid.Text).ToArray(), SqlPattern(patient.Number));
        SqlFragment filed = $"""
            study.subject in (select named.id from record_locator.manifest_patient named
                where named.authority = any({authorities}) and named.value like {pattern} and not {PersonExpansion.IsGone($"named.id")})
            """;
        return PatientPolicy.SeesAll(caller)
            ? $"""
              {filed} or study.subject in (select link.source_id from record_locator.person_link link
                  join record_locator.person_link own on own.person_id = link.person_id
                  join record_locator.source_identity source on source.id = own.source_id
                  where source.authority = any({authorities}) and source.value like {pattern}
                    and not {PersonExpansion.IsGone($"own.source_id")})
              """
            : filed;
    }

    private SqlFragment Column(QueryKey key) => key.Match switch
    {
        ValueMatch.Patterns { Literals: { } uids } when key.Tag == DicomTag.StudyInstanceUID => $"study.study_uid = any({uids})",
        ValueMatch.Patterns { Literals: { } uids } when key.Tag == DicomTag.SeriesInstanceUID => $"study.series_uids && {uids}",
        ValueMatch.Patterns { Literals: { } uids } when key.Tag == DicomTag.SOPInstanceUID =>
            InstanceIndex.Holds([.. uids.Select(SopInstanceUid.Parse)]),
        ValueMatch.Patterns { Literals: { } codes } when key.Tag == DicomTag.ModalitiesInStudy || key.Tag == DicomTag.Modality =>
            $"study.modalities && {codes}",
        ValueMatch.Patterns { Literals: [var number] } when key.Tag == DicomTag.AccessionNumber =>
            $"study.accessions @> {new[] { query.AccessionIssuer is { } issuer ? issuer.Urn + "|" + number : number }}",
        ValueMatch.Patterns { Values: [var pattern] } when key.Tag == DicomTag.AccessionNumber =>
            $"exists (select from unnest(study.accessions) accession where accession like {SqlPattern(pattern)})",
        ValueMatch.Patterns { Values: [var pattern] } when key.Tag == DicomTag.PatientName => Named(pattern),
        ValueMatch.Range range when key.Tag == DicomTag.StudyDate => Around(range),
        _ => SqlFragment.Empty,
    };

    // Every run of letters or digits of the pattern stands somewhere in what the source's latest manifest says of the patient.
    private static SqlFragment Named(string pattern)
    {
        var runs = new string([.. pattern.Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).Take(8)
            .Select(run => "%" + run + "%").ToList();
        if (runs.Count == 0)
            return SqlFragment.Empty;
        var all = SqlFragment.Join(" and ", runs.Select(run => (SqlFragment)$"convert_from(named.body, 'UTF8') ilike {run}"));
        return $"study.subject in (select named.id from record_locator.manifest_patient named where {all})";
    }

    private static SqlFragment Around(ValueMatch.Range days)
    {
        SqlFragment begun = $"study.started_to > {Day(days.From ?? "00020101") - ZonesApart}";
        return days.To is { } last ? $"{begun} and study.started_from < {Day(last).AddDays(1) + ZonesApart}" : begun;
    }

    // Within the calendar, whatever is asked.
    private static DateTimeOffset Day(string date) => new DateTimeOffset(
        Math.Clamp(int.Parse(date[..4], CultureInfo.InvariantCulture), 2, 9998),
        int.Parse(date[4..6], CultureInfo.InvariantCulture), 1, 0, 0, 0, TimeSpan.Zero)
        .AddDays(int.Parse(date[6..], CultureInfo.InvariantCulture) - 1);

    private static string SqlPattern(string pattern) => string.Concat(pattern.Select(c => c switch
    {
        '*' => "%",
        '?' => "_",
        '%' or '_' or '\\' => "\\" + c,
        _ => c.ToString(),
    }));
}
