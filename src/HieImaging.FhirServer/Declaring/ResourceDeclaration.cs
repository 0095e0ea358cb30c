using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Declaring;

/// <summary>A resource type that this node serves: one declaration, beside the verb of the room that owns it. Everything else about FHIR's
/// manners (negotiation, paging, includes, bundles, history, conditions, CapabilityStatement) is done once, here, from it.</summary>
/// <example>
/// <code>
/// internal static class ImagingStudyResource
/// {
///     public static readonly ResourceDeclaration Declaration = new()
///     {
///         Type = "ImagingStudy",
///         From = $"record_locator.registered_study study",
///         Alias = $"study",
///         History = $"record_locator.registered_study_history",
///         Columns = [new("subject", $"study.subject"), new("study_uid", $"study.study_uid")],      // for the audit record, nothing else
///         Visible = http => StudyPolicy.Visible(http.Caller()),                  // over the alias
///         Audit = (session, told) => told.Rows.ToList().ForEach(row => AuditTrail.Append(session,
///             AuditRecord.For(told.Http.Caller(), told.Transaction)
///                 with { Patient = row["subject"], StudyInstanceUid = row["study_uid"] })),
///         Parameters =
///         [
///             SearchParameter.Token("status", token => $"study.status = {token.Code}"),
///             SearchParameter.Token("modality", token => $"{token.Code} = any(study.modalities)"),
///             SearchParameter.Date("started", $"study.started_from", $"study.started_to"),
///             SearchParameter.Reference("patient", ["Patient"], patient => $"study.subject in ({PersonExpansion.OfPerson(patient.Id)})",
///                 identifier: token => $"study.subject in ({PersonExpansion.OfClaim(token.System, token.Code)})"),
///             SearchParameter.Custom("instance", SearchParameterType.Token, (term, asked) => …),
///         ],
///         Sorts = [SortKey.Instant("started", $"coalesce(study.started_from, '-infinity')")],
///         DefaultSort = "-started",
///         References =
///         [
///             new("endpoint", "Endpoint", ids => $"select unnest(endpoint_ids) from record_locator.registered_study where id in ({ids})")
///             {
///                 Refers = endpoints => $"study.endpoint_ids &amp;&amp; array({endpoints})",
///             },
///         ],
///     };
/// }
/// </code>
/// </example>
public sealed record ResourceDeclaration
{
    /// <summary>The resource type: <c>ImagingStudy</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The profile that every instance claims, for the CapabilityStatement.</summary>
    public string? Profile { get; init; }

    /// <summary>A table, or a sub-select in parentheses, followed by its alias. It has the columns
    /// <c>id text, version int, last_updated timestamptz, deleted boolean, body bytea</c> and those that parameters, sorts and
    /// <see cref="Columns"/> name.</summary>
    public required SqlFragment From { get; init; }

    /// <summary>The alias in <see cref="From"/>.</summary>
    public required SqlFragment Alias { get; init; }

    /// <summary>The table or sub-select (without alias) of earlier versions, same five columns; null: no vread, no history.</summary>
    public SqlFragment? History { get; init; }

    /// <summary>Makes the resource's canonical bytes out of the body, where the body is the same document in another encoding (a
    /// DocumentEntry). Null: the body is the resource.</summary>
    public Func<FhirRow, ReadOnlyMemory<byte>, byte[]>? Written { get; init; }

    /// <summary>Of a row with its columns: what is answered is more than its version says, so it has no ETag and is never 304. Null: of
    /// none.</summary>
    public Func<FhirRow, bool>? Unversioned { get; init; }

    /// <summary>Answers a read by itself, its media types included (Binary, whose content is no FHIR). Null: the resource is
    /// answered.</summary>
    public Func<HttpContext, Task>? OwnRead { get; init; }

    /// <summary>A search must say at least one of these parameters, or it would go through everything. Empty: it need not.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What the audit delegate is given as text with each row.</summary>
    public IReadOnlyList<DisclosedColumn> Columns { get; init; } = [];

    /// <summary>What the caller may see, over the alias: part of every query, so that absent and forbidden are one.</summary>
    public required Func<HttpContext, SqlFragment> Visible { get; init; }

    /// <summary>Puts into the session what is about to be shown; called before the commit that precedes the first byte, also when nothing
    /// was found.</summary>
    public required Action<DocumentSession, FhirDisclosure> Audit { get; init; }

    /// <summary>False: read by id and by include only.</summary>
    public bool Searchable { get; init; } = true;

    /// <summary>True: a search tells the total even where it costs a query, unless the caller wants none.</summary>
    public bool Counted { get; init; }

    /// <summary>What a caller's every search is narrowed to, reads are not (a search of Patient finds persons only); null:
    /// nothing.</summary>
    public Func<HttpContext, SqlFragment>? SearchOnly { get; init; }

    /// <summary>What a search shows of each of its matches, where its parameters ask for less than all (PDQm's restriction to domains); null,
    /// or answered null: all.</summary>
    public Func<HttpContext, SearchQuery, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>?>? Shown { get; init; }

    /// <summary>The parameters beside <c>_id</c> and <c>_lastUpdated</c>, which every type has.</summary>
    public IReadOnlyList<SearchParameter> Parameters { get; init; } = [];

    /// <summary>What <c>_sort</c> may name beside <c>_id</c> and <c>_lastUpdated</c>.</summary>
    public IReadOnlyList<SortKey> Sorts { get; init; } = [];

    /// <summary>The order where none is asked for: a sort key's name, with a minus sign for descending.</summary>
    public string DefaultSort { get; init; } = "-_lastUpdated";

    /// <summary>What <c>_include</c> may name, chains follow, and <c>_revinclude</c> and <c>_has</c> of the targets follow back.</summary>
    public IReadOnlyList<SearchReference> References { get; init; } = [];

    /// <summary>The elements of <c>_summary=true</c> beside id and meta, as paths: <c>identifier</c>, <c>series.uid</c>; an element that is
    /// named alone is whole. Empty: the whole resource.</summary>
    public IReadOnlyList<string> Summary { get; init; } = [];

    /// <summary><c>POST [type]</c>; null: not served.</summary>
    public FhirWrite? Create { get; init; }

    /// <summary><c>PUT [type]/[id]</c>; null: not served.</summary>
    public FhirWrite? Update { get; init; }

    /// <summary><c>PUT [type]?identifier=</c> (ITI-104); null: not served.</summary>
    public FhirWrite? ConditionalUpdate { get; init; }

    /// <summary><c>DELETE [type]?identifier=</c> (ITI-104): of one resource; null: not served.</summary>
    public FhirWrite? ConditionalDelete { get; init; }

    /// <summary>The transactions that write the type.</summary>
    internal IEnumerable<Transaction> Writes => new[] { Create, Update, ConditionalUpdate, ConditionalDelete }.OfType<FhirWrite>().Select(one => one.Transaction);

    /// <summary>Operations on the type: <c>[type]/$name</c>.</summary>
    public IReadOnlyList<FhirOperation> Operations { get; init; } = [];

    /// <summary>The transaction of read, vread and history.</summary>
    public Transaction Reading => ReadTransaction ?? Transaction.Fhir(Type, FhirInteraction.Read);

    /// <summary>The transaction of search.</summary>
    public Transaction Searching => SearchTransaction ?? Transaction.Fhir(Type, FhirInteraction.Search);

    /// <summary>A profile's own transaction instead of the plain FHIR read.</summary>
    public Transaction? ReadTransaction { get; init; }

    /// <summary>A profile's own transaction instead of the plain FHIR search (ITI-78).</summary>
    public Transaction? SearchTransaction { get; init; }
}
