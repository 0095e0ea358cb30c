using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Studies;
using Npgsql;
using NpgsqlTypes;

namespace HieImaging.Bench.Querying;

/// <summary>
/// Many studies, filled into the node's own tables by SQL: each a copy of one that the node wrote, with ids, UIDs, numbers and dates of its own
/// in the document and in every column, five for each patient and never two of one patient side by side. What no query reads (manifests, history,
/// document entries) is not copied.
/// </summary>
internal sealed class StudyLoad(QuerySite site, string database)
{
    /// <summary>Studies of a patient.</summary>
    public const int Each = 5;

    private static readonly DateTime First = new(2015, 1, 1, 6, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Fills until there are so many studies; the template's patient and studies are the first ones.</summary>
    /// <param name="studies">A multiple of <see cref="Each"/>.</param>
    public async Task FillAsync(int studies, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false, CommandTimeout = 600 }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await CopiedTable.RunAsync(connection, "set maintenance_work_mem = '512MB'; set synchronous_commit = off");
        await using (var asked = new NpgsqlCommand("select value from record_locator.secret where name = 'resource-id-key'", connection))
        {
            var ids = new ResourceIds((byte[])(await asked.ExecuteScalarAsync(cancellation))!);
            await StagePatientsAsync(connection, ids, studies / Each, cancellation);
            await StageStudiesAsync(connection, ids, studies, cancellation);
        }
        var template = new KnownPatient(0);
        await CopyPatientsAsync(connection, template);
        await CopiedTable.WithoutIndexesAsync(connection, "record_locator.registered_study", () => CopyStudiesAsync(connection, template));
        await CopiedTable.RunAsync(connection, "vacuum analyze; checkpoint");
    }

    private async Task StagePatientsAsync(NpgsqlConnection connection, ResourceIds ids, int patients, CancellationToken cancellation)
    {
        await CopiedTable.RunAsync(connection, """
            create temporary table load_patient (patient int, at_north text, at_south text, carried text,
                                                 north text, south text, born_north text, born_south text, person text)
            """);
        await using var rows = await connection.BeginBinaryImportAsync("copy load_patient from stdin (format binary)", cancellation);
        for (var number = 0; number < patients; number++)
        {
            var patient = new KnownPatient(number);
            var (north, south) = (ids.Source(site.North.Patient(patient.AtNorth)), ids.Source(site.South.Patient(patient.AtSouth)));
            string[] born = [ids.Person(north), ids.Person(south)];
            await rows.StartRowAsync(cancellation);
            await rows.WriteAsync(number, cancellation);
            foreach (var text in (string[])[patient.AtNorth, patient.AtSouth, patient.Carried, north, south, .. born, born.Min(StringComparer.Ordinal)!])
                await rows.WriteAsync(text, cancellation);
        }
        await rows.CompleteAsync(cancellation);
    }

    private async Task StageStudiesAsync(NpgsqlConnection connection, ResourceIds ids, int studies, CancellationToken cancellation)
    {
        await CopiedTable.RunAsync(connection, "create temporary table load_study (patient int, id text, digits text, started text, instance_keys bigint[])");
        await using var rows = await connection.BeginBinaryImportAsync("copy load_study from stdin (format binary)", cancellation);
        var custodian = ParticipantId.Parse(site.North.Id);
        for (var study = 1; study < studies; study++)
        {
            var patient = study % (studies / Each);
            var uid = KnownPatient.StudyUid(study);
            await rows.StartRowAsync(cancellation);
            await rows.WriteAsync(patient, cancellation);
            await rows.WriteAsync(ids.Study(StudyInstanceUid.Parse(uid), custodian, ids.Source(site.North.Patient(new KnownPatient(patient).AtNorth))), cancellation);
            await rows.WriteAsync(KnownPatient.Digits(study), cancellation);
            await rows.WriteAsync(First.AddMinutes(5.0 * study).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), cancellation);
            await rows.WriteAsync(
                InstanceIndex.KeysOf(new StudyRoutes
                {
                    Series = [.. Enumerable.Range(1, 2).Select(series => new SeriesRoute
                    {
                        Uid = $"{uid}.{series}",
                        Instances = [.. Enumerable.Range(1, KnownPatient.Instances).Select(at => $"{uid}.{series}.{at}")],
                    })],
                }),
                NpgsqlDbType.Array | NpgsqlDbType.Bigint, cancellation);
        }
        await rows.CompleteAsync(cancellation);
    }

    private async Task CopyPatientsAsync(NpgsqlConnection connection, KnownPatient template)
    {
        const string others = "(select * from load_patient where patient > 0) p";
        static string Of(string id) =>
            $"t.{id} in (select unnest(array[north, south]) from load_patient where patient = 0)";
        string Body(string text = "convert_from(t.body, 'UTF8')") => $"convert_to({Replaced(text)}, 'UTF8')";
        string Replaced(string text)
        {
            foreach (var (from, to) in new[]
            {
                ("(select north from load_patient where patient = 0)", "p.north"), ("(select south from load_patient where patient = 0)", "p.south"),
                ("(select person from load_patient where patient = 0)", "p.person"),
                ($"'{template.AtNorth}'", "p.at_north"), ($"'{template.AtSouth}'", "p.at_south"), ($"'{template.Carried}'", "p.carried"),
            })
                text = $"replace({text}, {from}, {to})";
            return text;
        }

        await CopiedTable.CopyAsync(connection, "record_locator.source_identity", others, Of("id"), new Dictionary<string, string>
        {
            ["id"] = Replaced("t.id"), ["value"] = Replaced("t.value"), ["body"] = Body(),
        });
        await CopiedTable.CopyAsync(connection, "record_locator.patient_identifier", others, Of("source_id"), new Dictionary<string, string>
        {
            ["source_id"] = Replaced("t.source_id"), ["value"] = Replaced("t.value"), ["match_key"] = Replaced("t.match_key"),
        });
        await CopiedTable.RunAsync(connection, """
            insert into record_locator.person_link (source_id, person_id, born_id)
            select north, person, born_north from load_patient where patient > 0 union all
            select south, person, born_south from load_patient where patient > 0
            """);
        await CopiedTable.CopyAsync(connection, "record_locator.person", others, "t.id = (select person from load_patient where patient = 0)", new Dictionary<string, string>
        {
            ["id"] = "p.person", ["sources"] = "array[least(p.north, p.south), greatest(p.north, p.south)]", ["body"] = Body(),
        });
    }

    private static Task CopyStudiesAsync(NpgsqlConnection connection, KnownPatient template)
    {
        var digits = KnownPatient.Digits(0);
        string Replaced(string text) => $"replace({text}, '{digits}', s.digits)";
        return CopiedTable.CopyAsync(
            connection, "record_locator.registered_study", "(select s.*, p.north, p.at_north from load_study s join load_patient p using (patient) order by s.digits) s", $"t.study_uid = '{KnownPatient.StudyUid(0)}'",
            new Dictionary<string, string>
            {
                ["id"] = "s.id",
                ["subject"] = "s.north",
                ["study_uid"] = Replaced("t.study_uid"),
                ["started_from"] = "(s.started || '-06:00')::timestamptz",
                ["started_to"] = "(s.started || '-06:00')::timestamptz + interval '1 second'",
                ["accessions"] = Replaced("t.accessions::text") + "::text[]",
                ["series_uids"] = Replaced("t.series_uids::text") + "::text[]",
                ["terms"] = Replaced("t.terms::text") + "::text[]",
                ["instance_keys"] = "s.instance_keys",
                ["fold_digest"] = "sha256(convert_to(s.id, 'UTF8'))",
                ["routes"] = $"convert_to({Replaced("convert_from(t.routes, 'UTF8')")}, 'UTF8')",
                ["body"] = $"""
                    convert_to(replace(replace(replace(replace({Replaced("convert_from(t.body, 'UTF8')")}, t.id, s.id), t.subject, s.north),
                        '{template.AtNorth}', s.at_north), '{KnownPatient.Started}', s.started), 'UTF8')
                    """,
            });
    }
}
