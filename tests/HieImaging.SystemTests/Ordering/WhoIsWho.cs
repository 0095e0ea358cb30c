using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.Identity;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.Identity.Merging;
using HieImaging.Identity.Reviewing;
using HieImaging.RecordLocator;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.RecordLocator.Studies;
using HieImaging.Trust;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace HieImaging.SystemTests.Ordering;

/// <summary>
/// A database of its own, and the functions that every door calls. Numbers are letters: a lower-case one is another hospital's, which carries
/// the same trusted number as the upper-case one.
/// </summary>
public sealed class WhoIsWho : IAsyncLifetime
{
    private const string Ssn = "urn:oid:2.16.840.1.113883.4.1";
    private static readonly DateTimeOffset Day = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly SqlFragment[] Tables =
    [
        $"record_locator.source_identity", $"record_locator.source_identity_history", $"record_locator.patient_identifier",
        $"record_locator.person_link", $"record_locator.person", $"record_locator.person_history", $"record_locator.manifest_patient",
        $"identity.source_word", $"identity.merge", $"identity.assertion", $"identity.pair", $"identity.comparable",
        $"identity.blocking_key", $"identity.review_item", $"identity.link_decision", $"document_store.outbox", $"document_store.inbox",
    ];

    private readonly ResourceIds _ids = new(new byte[32]);
    private Servers? _servers;
    private NpgsqlDataSource _source = null!;
    private Store _store = null!;
    private LinkingContext _linking = null!;
    private LinkSources _sources = null!;

    public async Task InitializeAsync()
    {
        _servers = await Servers.SharedAsync();
        // thousands of short lives: none of them has to outlive a crash
        _source = PostgresDataSource.Open(await _servers.NewDatabaseAsync() + ";Options=-c synchronous_commit=off");
        await new SchemaMigrations(_source,
        [
            .. DocumentStoreSchema.Migrations, .. RecordLocatorSchema.Migrations, .. TrustSchema.Migrations, .. IdentityRole.Migrations,
        ]).ApplyAsync(CancellationToken.None);
        _store = new Store(_source, TimeProvider.System);
        var domain = new CurrentDomain(_store, NullLogger<CurrentDomain>.Instance);
        await ExecuteAsync($$"""
            insert into record_locator.affinity_domain (version, imported_at, sha256, body) values (1, now(), '', convert_to(
            '{"oid":"1.2.3","homeCommunityId":"1.2.4","repositoryUniqueId":"1.2.5","patientIdDomain":{"mode":"local"},
              "authorities":[{"oid":"1.2.3.1","feeder":"north"},{"oid":"1.2.3.2","feeder":"south"}],
              "trustedIdentifiers":["{{Ssn}}"],"participants":[]}', 'UTF8'))
            """);
        await domain.RefreshAsync(CancellationToken.None);
        _linking = new LinkingContext(_ids, domain, Options.Create(new MatchingOptions()));
        _sources = new LinkSources(_store, _linking);
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        if (_servers is not null)
            await _servers.DisposeAsync();
    }

    /// <summary>Forgets everybody.</summary>
    public async Task ForgetAsync()
    {
        await using var session = await _store.OpenSession(CancellationToken.None);
        foreach (var table in Tables)
            session.Enqueue($"delete from {table}");
        await session.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>
    /// Does what the text says. <c>3 A</c>: at 3, A's feed describes the patient; <c>3 A'</c> in other words (a new address), <c>3 A*</c> without
    /// the trusted number, <c>3 A!</c> wholly another patient, <c>3 A&amp;</c> a third one. <c>A&gt;B</c> merged, <c>A=B</c> renumbered, <c>A+B</c> linked, <c>A/B</c>
    /// unlinked, <c>A-</c> removed, <c>A?</c> named by a manifest.
    /// </summary>
    /// <param name="meanwhile">After a feed's word has been taken, and before it is stored.</param>
    public async Task HappenAsync(string text, Func<Task>? meanwhile = null)
    {
        var (at, one, rest) = (Day.AddMinutes(text[0] - '0'), Number(text[2]), text[3..]);
        var other = rest.Length == 2 ? Number(rest[1]) : one;
        await (rest switch
        {
            "?" => NamedAsync(one),
            "-" => RunAsync([one], async session =>
                (await FeedSource.RemoveAsync(session, _ids, one, "north", at, "test", CancellationToken.None))?.Touched ?? []),
            ['>' or '=', _] => RunAsync([one, other], async session => (await ApplyMerge.RunAsync(session, _ids, new MergeWord
            {
                Subsumed = one, Survivor = other, Renumbered = rest[0] == '=', Feeder = "north", SaidAt = at, Cause = "test",
            }, CancellationToken.None)).Touched),
            ['+' or '/', _] => RunAsync([one, other], async session => (await ApplyAssertion.RunAsync(session, _ids, new AssertionWord
            {
                One = one, Other = other, Linked = rest[0] == '+', Feeder = "north", SaidAt = at, Cause = "test",
            }, CancellationToken.None)).Touched),
            _ => RunAsync([one], async session =>
            {
                var outcome = await FeedSource.StoreAsync(session, _ids, new FeedWord
                {
                    Identifier = one, Patient = Patient(one, text[2], rest), Feeder = "north", SaidAt = at, Cause = "test",
                }, CancellationToken.None);
                await (meanwhile?.Invoke() ?? Task.CompletedTask);
                return outcome.Touched;
            }),
        });
    }

    /// <summary>All that is derived, ids and all; of times and versions only what the sources said.</summary>
    public async Task<string> StateAsync()
    {
        var lines = new List<string>();
        await using var session = await _store.OpenSession(CancellationToken.None);
        foreach (var sql in (SqlFragment[])
        [
            $"""
            select 'source', source.value, state, coalesce((select survivor.value from record_locator.source_identity survivor where survivor.id = source.survivor_id), ''),
                   deleted, case when deleted then null else said_at end, convert_from(body, 'UTF8') from record_locator.source_identity source order by 2
            """,
            $"select 'merge', subsumed, survivor, kind, said_at, state, reason from identity.merge order by said_at, kind, subsumed, survivor",
            $"select 'assertion', low, high, kind, said_at, revoked_at is null from identity.assertion order by said_at, kind",
            $"select 'link', source_id, person_id from record_locator.person_link order by 2",
            $"select 'person', id, sources::text, convert_from(body, 'UTF8') from record_locator.person where not deleted order by id",
            $"select 'number', system, value, source_id, own from record_locator.patient_identifier order by 2, 3, 4",
            $"select 'pair', low, high, verdict, bits, cut, evidence::text from identity.pair order by 2, 3",
            $"select 'review', low, high, kind, state, reason from identity.review_item where state <> 'superseded' order by 2, 3, 4",
        ])
        {
            lines.AddRange(await session.QueryAsync(sql,
                row => string.Join(" | ", Enumerable.Range(0, row.FieldCount).Select(at => Plain(row.IsDBNull(at) ? "" : row.GetValue(at)))),
                CancellationToken.None));
        }
        return string.Join('\n', lines);
    }

    /// <summary>Numbers that answer as this one, in order: the persons' sources, read as every query expands them.</summary>
    public async Task<string> FoundByAsync(char number)
    {
        await using var session = await _store.OpenSession(CancellationToken.None);
        var found = await session.QueryAsync($"""
            select distinct source.value from record_locator.source_identity source
            where source.id in ({HieImaging.RecordLocator.Persons.PersonExpansion.OfIdentifier(Number(number), _ids)}) order by 1
            """, row => row.GetString(0), CancellationToken.None);
        return string.Concat(found);
    }

    internal Task SomebodyWaitsAsync() => HieImaging.Harness.Deadline.Until("somebody waits for a lock", async () =>
    {
        await using var session = await _store.OpenSession(CancellationToken.None);
        return await session.FirstOrDefaultAsync(
            $"select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
            row => row.GetBoolean(0), CancellationToken.None);
    });

    internal StewardDecisions Stewards => new(_store, _linking, Options.Create(new ReviewOptions()));

    internal SplitReports Splits => new(_store);

    internal ExplainLinks Explaining => new(_store, _linking);

    internal ReviewQueue Queue => new(_store, Options.Create(new ReviewOptions()));

    public string Id(char number) => _ids.Source(Number(number));

    private Task<bool> RunAsync(IReadOnlyList<PatientIdentifier> about, Func<DocumentSession, Task<IReadOnlyList<string>>> work) =>
        LinkedTransaction.RunAsync(_linking, () => _store.OpenSession(CancellationToken.None), [.. about.Select(_ids.Source)],
            async session => new Touched<bool>(await work(session), true), CancellationToken.None);

    // As the Registry leaves it and the queue brings it.
    private async Task NamedAsync(PatientIdentifier number)
    {
        var id = _ids.Source(number);
        await using (var session = await _store.OpenSession(CancellationToken.None))
        {
            session.Store(StudyDocuments.ManifestPatients, new ManifestPatient
            {
                Id = id, Version = 1, LastUpdated = Day, Authority = number.Authority.Oid.Text, Value = number.Value, Custodian = "north",
                Patient = Encoding.UTF8.GetBytes($$"""
                    {"resourceType":"Patient","identifier":[{"system":"{{number.Authority.Urn}}","value":"{{number.Value}}"}],"name":[{"family":"Rivera"}]}
                    """),
            });
            await session.SaveChangesAsync(CancellationToken.None);
        }
        await new FeedManifestPatients(_store, _ids).Together.Consume(new InboxKey("test", Guid.NewGuid()), new StudyRegistered
        {
            Id = "x", StudyInstanceUid = "1.2", Custodian = "north", Subject = id, RetrieveLocationUids = [], Version = 1, RegisteredAt = Day,
        });
        var fed = new List<string>();
        await using (var session = await _store.OpenSession(CancellationToken.None))
        {
            fed.AddRange(await session.QueryAsync(
                $"delete from document_store.outbox where type = 'SourceIdentityFed' returning body", row => row.GetString(0), CancellationToken.None));
            await session.SaveChangesAsync(CancellationToken.None);
        }
        await Task.WhenAll(fed.Select(body => _sources.Together.Consume(
            new InboxKey("test", Guid.NewGuid()), JsonSerializer.Deserialize<SourceIdentityFed>(body)!)));
    }

    private static PatientIdentifier Number(char letter) =>
        PatientIdentifier.Create(AssigningAuthority.Parse(char.IsUpper(letter) ? "1.2.3.1" : "1.2.3.2"), letter.ToString());

    private static byte[] Patient(PatientIdentifier number, char letter, string variant)
    {
        var (family, given, born) = variant switch
        {
            "!" => ("Okafor", "Benedict", "1991-11-23"),
            "&" => ("Lindqvist", "Saga", "1954-06-30"),
            _ => ("Rivera", "Ana", "1970-03-02"),
        };
        var identifiers = new JsonArray(new JsonObject { ["system"] = number.Authority.Urn, ["value"] = number.Value });
        if (variant != "*")
            identifiers.Add(new JsonObject { ["system"] = Ssn, ["value"] = "516-4" + (int)char.ToUpperInvariant(letter) + "-8319" });
        var patient = new JsonObject
        {
            ["birthDate"] = born,
            ["identifier"] = identifiers,
            ["name"] = new JsonArray(new JsonObject
            {
                ["family"] = family, ["given"] = new JsonArray(given),
            }),
            ["resourceType"] = "Patient",
        };
        if (variant == "'")
            patient["address"] = new JsonArray(new JsonObject { ["city"] = "Gary" });
        return Encoding.UTF8.GetBytes(patient.ToJsonString());
    }

    // Bodies without what counts arrivals.
    private static string Plain(object value)
    {
        if (value is DateTime time)
            return time.ToString("HH:mm:ss.ffffff", null);
        if (value is not string text || !text.StartsWith("{\"", StringComparison.Ordinal) || !text.Contains("\"meta\"", StringComparison.Ordinal))
            return $"{value}";
        var json = JsonNode.Parse(text)!.AsObject();
        json.Remove("meta");
        return json.ToJsonString();
    }

    internal async Task ExecuteAsync(SqlFragment sql)
    {
        await using var session = await _store.OpenSession(CancellationToken.None);
        session.Enqueue(sql);
        await session.SaveChangesAsync(CancellationToken.None);
    }
}
