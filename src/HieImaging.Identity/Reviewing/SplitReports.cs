using System.Text.Json;
using System.Text.Json.Serialization;
using HieImaging.DocumentStore;
using HieImaging.Trust.Audit;

namespace HieImaging.Identity.Reviewing;

/// <summary>Link decisions that parted persons, and for each the report of who saw what through the link; made when it is first asked for,
/// from the audit trail, and kept.</summary>
public sealed class SplitReports(Store store)
{
    /// <summary>More records than these are told as not whole.</summary>
    private const int MostRecords = 50_000;

    /// <summary>The latest splits.</summary>
    public async Task<IReadOnlyList<Split>> ListAsync(Steward steward, int count, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        var splits = await session.QueryAsync($"""
            {SplitSql.All($"true")} where {SeesAll(steward)} order by decision desc limit {count}
            """, SplitSql.Row, cancellation);
        AuditTrail.Append(session, steward.Record);
        await session.SaveChangesAsync(cancellation);
        return splits;
    }

    /// <summary>Null where the decision parted nobody whom the steward may decide about.</summary>
    public async Task<SplitReport?> ReadAsync(Steward steward, long decision, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        var split = await session.FirstOrDefaultAsync(
            $"{SplitSql.All($"parted.seq = {decision}")} where {SeesAll(steward)}", SplitSql.Row, cancellation);
        AuditTrail.Append(session, steward.Record with
        {
            Entity = $"link-decision {decision}", Outcome = split is null ? AuditOutcome.Refused : AuditOutcome.Success,
            Code = split is null ? ReviewRefusal.NoSplit.Code : null,
        });
        var report = split is null ? null : await KeptAsync(session, decision, cancellation);
        if (split is not null && report is null)
        {
            report = await MakeAsync(session, split, cancellation);
            // what was about to be shown when they were parted may not be in the trail yet
            if (session.Now > split.Until + SplitReport.Margin)
                Keep(session, report, steward);
        }
        await session.SaveChangesAsync(cancellation);
        return report;
    }

    private static Task<SplitReport?> KeptAsync(DocumentSession session, long decision, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"select body from identity.split_report where decision = {decision}",
            row => JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), SplitReportContext.Default.SplitReport), cancellation);

    private static void Keep(DocumentSession session, SplitReport report, Steward steward)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(report, SplitReportContext.Default.SplitReport);
        session.Enqueue($"""
            insert into identity.split_report (decision, made_at, made_by, body)
            values ({report.Decision}, {session.Now}, {steward.Name}, {body}) on conflict (decision) do nothing
            """);
    }

    private static async Task<SplitReport> MakeAsync(DocumentSession session, Split split, CancellationToken cancellation)
    {
        string[] shown = [.. split.One, .. split.Other, .. split.Persons];
        var (from, to) = (split.Since - SplitReport.Margin, split.Until + SplitReport.Margin);
        var records = await session.QueryAsync($"""
            select body from trust.audit_record
            where patient = any({shown}) and recorded >= {from} and recorded <= {to} order by recorded, id limit {MostRecords + 1}
            """, row => AuditRecordJson.Read(row.GetFieldValue<byte[]>(0)), cancellation);
        var seen = SplitReport.Of(
            [.. records.Take(MostRecords)], split.One.ToHashSet(StringComparer.Ordinal), split.Other.ToHashSet(StringComparer.Ordinal),
            split.Persons.ToHashSet(StringComparer.Ordinal), record => record.Recorded >= split.Since && record.Recorded <= split.Until);
        return new SplitReport(split.Decision, split.Since, split.Until, split.One, split.Other, seen, records.Count <= MostRecords);
    }

    private static SqlFragment SeesAll(Steward steward) => $"""
        not exists (select from record_locator.source_identity source where source.id = any(one || other) and not ({steward.Visible}))
        """;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SplitReport))]
internal sealed partial class SplitReportContext : JsonSerializerContext;
