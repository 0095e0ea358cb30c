using HieImaging.DocumentStore;
using Npgsql;

namespace HieImaging.RecordLocator.Studies;

/// <summary>Where registered studies lie, and how a row is read back.</summary>
public static class StudyDocuments
{
    /// <summary>For storing; most of a study lies in columns, so it is read by <see cref="Select"/> and <see cref="Row"/>.</summary>
    public static DocumentTable<RegisteredStudy> Table { get; } = new DocumentTable<RegisteredStudy>(
            "record_locator.registered_study", study => study.Id, study => study.Version, study => study.ImagingStudy,
            static _ => throw new NotSupportedException("A registered study is read by StudyDocuments.Row."))
        .Column("study_uid", study => $"{study.StudyInstanceUid}")
        .Column("custodian", study => $"{study.Custodian}")
        .Column("subject", study => $"{study.Subject}")
        .Column("status", study => $"{study.Status}")
        .Column("started_from", study => $"{study.StartedFrom}")
        .Column("started_to", study => $"{study.StartedTo}")
        .Column("modalities", study => $"{study.Modalities}")
        .Column("accessions", study => $"{study.Accessions}")
        .Column("series_uids", study => $"{study.Routes.Series.Select(series => series.Uid).Distinct().ToArray()}")
        .Column("instance_keys", study => $"{InstanceIndex.KeysOf(study.Routes)}")
        .Column("locations", study => $"{study.RetrieveLocationUids}")
        .Column("endpoint_ids", study => $"{study.EndpointIds}")
        .Column("labels", study => $"{study.Labels}")
        .Column("routes", study => $"{study.Routes.ToUtf8()}")
        .Column("terms", study => $"{StudyTerms.In(study.ImagingStudy)}")
        .Column("fold_digest", study => $"{study.FoldDigest}")
        .WithHistory();

    public static DocumentTable<ManifestPatient> ManifestPatients { get; } = new DocumentTable<ManifestPatient>(
            "record_locator.manifest_patient", patient => patient.Id, patient => patient.Version, patient => patient.Patient,
            static _ => throw new NotSupportedException("A manifest's patient is read by StudyDocuments.PatientRow."))
        .Column("authority", patient => $"{patient.Authority}")
        .Column("value", patient => $"{patient.Value}")
        .Column("custodian", patient => $"{patient.Custodian}");

    /// <summary>The columns that <see cref="Row"/> reads, from alias <c>study</c>; continue with <c>where …</c>.</summary>
    public static SqlFragment Select { get; } = SqlFragment.Raw("""
        select study.id, study.version, study.last_updated, study.deleted, study.study_uid, study.custodian, study.subject, study.status,
               study.started_from, study.started_to, study.modalities, study.accessions, study.locations, study.endpoint_ids, study.labels,
               study.routes, study.fold_digest, study.body
        from record_locator.registered_study study

        """);

    public static RegisteredStudy Row(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        Version = row.GetInt32(1),
        LastUpdated = row.GetFieldValue<DateTimeOffset>(2),
        Deleted = row.GetBoolean(3),
        StudyInstanceUid = row.GetString(4),
        Custodian = row.GetString(5),
        Subject = row.GetString(6),
        Status = row.GetString(7),
        StartedFrom = row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8),
        StartedTo = row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9),
        Modalities = row.GetFieldValue<string[]>(10),
        Accessions = row.GetFieldValue<string[]>(11),
        RetrieveLocationUids = row.GetFieldValue<string[]>(12),
        EndpointIds = row.GetFieldValue<string[]>(13),
        Labels = row.GetFieldValue<string[]>(14),
        Routes = StudyRoutes.Read(row.GetFieldValue<byte[]>(15)),
        FoldDigest = row.GetFieldValue<byte[]>(16),
        ImagingStudy = row.GetFieldValue<byte[]>(17),
    };

    /// <summary>The columns that <see cref="PatientRow"/> reads, from alias <c>patient</c>.</summary>
    public static SqlFragment SelectPatient { get; } = SqlFragment.Raw("""
        select patient.id, patient.version, patient.last_updated, patient.authority, patient.value, patient.custodian, patient.body
        from record_locator.manifest_patient patient

        """);

    public static ManifestPatient PatientRow(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        Version = row.GetInt32(1),
        LastUpdated = row.GetFieldValue<DateTimeOffset>(2),
        Authority = row.GetString(3),
        Value = row.GetString(4),
        Custodian = row.GetString(5),
        Patient = row.GetFieldValue<byte[]>(6),
    };
}
