using System.Text.Json;
using HieImaging.DocumentStore;
using Npgsql;

namespace HieImaging.RecordLocator.Persons;

/// <summary>Where source identities and persons lie, and how a row is read back.</summary>
public static class PersonDocuments
{
    public static DocumentTable<SourceIdentity> Sources { get; } = new DocumentTable<SourceIdentity>(
            "record_locator.source_identity", source => source.Id, source => source.Version, source => source.Patient,
            static _ => throw new NotSupportedException("A source identity is read by PersonDocuments.SourceRow."))
        .Column("authority", source => $"{source.Authority}")
        .Column("value", source => $"{source.Value}")
        .Column("origin", source => $"{(source.Origin == IdentityOrigin.Feed ? "feed" : "manifest")}")
        .Column("feeder", source => $"{source.Feeder}")
        .Column("active", source => $"{source.Active}")
        .Column("family", source => $"{source.Family}")
        .Column("given", source => $"{source.Given}")
        .Column("terms", source => $"{source.Terms}")
        .Column("birth_date", source => $"{source.BirthDate}")
        .Column("gender", source => $"{source.Gender}")
        .Column("state", source => $"{WordOf(source.State)}")
        .Column("survivor_id", source => $"{source.SurvivorId}")
        .Column("said_at", source => $"{source.SaidAt}")
        .WithHistory();

    public static DocumentTable<Person> Persons { get; } = new DocumentTable<Person>(
            "record_locator.person", person => person.Id, person => person.Version, person => person.Patient,
            static _ => throw new NotSupportedException("A person is read by PersonDocuments.PersonRow."))
        .Column("sources", person => $"{person.Sources}")
        .Column("family", person => $"{person.Family}")
        .Column("given", person => $"{person.Given}")
        .Column("birth_date", person => $"{person.BirthDate}")
        .Column("gender", person => $"{person.Gender}")
        .Column("content_version", person => $"{person.ContentVersion}")
        .Column("content_at", person => $"{person.ContentAt}")
        .WithHistory();

    /// <summary>The columns that <see cref="SourceRow"/> reads, from alias <c>source</c>.</summary>
    public static SqlFragment SelectSource { get; } = SqlFragment.Raw("""
        select source.id, source.version, source.last_updated, source.deleted, source.authority, source.value, source.origin, source.feeder,
               source.active, source.family, source.given, source.birth_date, source.gender, source.body,
               source.state, source.survivor_id, source.said_at, source.terms
        from record_locator.source_identity source

        """);

    public static SourceIdentity SourceRow(NpgsqlDataReader row)
    {
        var patient = row.GetFieldValue<byte[]>(13);
        using var json = JsonDocument.Parse(patient);
        return new SourceIdentity
        {
            Id = row.GetString(0),
            Version = row.GetInt32(1),
            LastUpdated = row.GetFieldValue<DateTimeOffset>(2),
            Deleted = row.GetBoolean(3),
            Authority = row.GetString(4),
            Value = row.GetString(5),
            Origin = row.GetString(6) == "feed" ? IdentityOrigin.Feed : IdentityOrigin.Manifest,
            Feeder = row.GetString(7),
            Active = row.GetBoolean(8),
            Family = row.GetFieldValue<string[]>(9),
            Given = row.GetFieldValue<string[]>(10),
            BirthDate = row.IsDBNull(11) ? null : row.GetString(11),
            Gender = row.IsDBNull(12) ? null : row.GetString(12),
            Identifiers = [.. CarriedIdentifier.In(json.RootElement)],
            Terms = row.GetFieldValue<string[]>(17),
            Patient = patient,
            State = StateOf(row.GetString(14)),
            SurvivorId = row.IsDBNull(15) ? null : row.GetString(15),
            SaidAt = row.IsDBNull(16) ? null : row.GetFieldValue<DateTimeOffset>(16),
        };
    }

    /// <summary>The state as its column says it.</summary>
    public static string WordOf(SourceState state) => state switch
    {
        SourceState.Registered => "registered",
        SourceState.Subsumed => "subsumed",
        SourceState.Removed => "removed",
        SourceState.Quarantined => "quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static SourceState StateOf(string word) => word switch
    {
        "registered" => SourceState.Registered,
        "subsumed" => SourceState.Subsumed,
        "removed" => SourceState.Removed,
        "quarantined" => SourceState.Quarantined,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, null),
    };

    /// <summary>The columns that <see cref="PersonRow"/> reads, from alias <c>person</c>.</summary>
    public static SqlFragment SelectPerson { get; } = SqlFragment.Raw("""
        select person.id, person.version, person.content_version, person.deleted, person.sources, person.family, person.given,
               person.birth_date, person.gender, person.body, person.content_at
        from record_locator.person person

        """);

    public static Person PersonRow(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        Version = row.GetInt32(1),
        ContentVersion = row.GetInt32(2),
        ContentAt = row.GetFieldValue<DateTimeOffset>(10),
        Deleted = row.GetBoolean(3),
        Sources = row.GetFieldValue<string[]>(4),
        Family = row.GetFieldValue<string[]>(5),
        Given = row.GetFieldValue<string[]>(6),
        BirthDate = row.IsDBNull(7) ? null : row.GetString(7),
        Gender = row.IsDBNull(8) ? null : row.GetString(8),
        Patient = row.GetFieldValue<byte[]>(9),
    };
}
