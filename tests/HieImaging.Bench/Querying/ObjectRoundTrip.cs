using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.Bench.Measuring;
using Npgsql;

namespace HieImaging.Bench.Querying;

/// <summary>
/// What servers do that keep resources as objects: the stored JSON is read into an object tree, put into a Bundle of objects and written again.
/// The objects are System.Text.Json's nodes, untyped and unvalidated: the cheapest that there are. The same rows are read and the same audit row is written; HTTP, token and policy are left out.
/// </summary>
internal sealed class ObjectRoundTrip(QuerySite site, int patients)
{
    public Variant Variant() => new("objects", async cancellation =>
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(site.Site.Database)
        {
            MaxAutoPrepare = 20, AutoPrepareMinUsages = 2, NoResetOnClose = true,
        }.ConnectionString);
        var loop = new ClosedLoop(OfOnePatient.Clients, (_, _, cancel) => AskAsync(source, Random.Shared.Next(patients), cancel));
        return (await loop.RunAsync(OfOnePatient.Slice, cancellation)).ToSample();
    });

    private async Task AskAsync(NpgsqlDataSource source, int patient, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            select body from peer.study where patient in (select patient from peer.number where number = $1) order by started desc limit 21
            """) { Parameters = { new() { Value = new KnownPatient(patient).AtSouth } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into peer.audit_record (id, recorded, body, transaction, outcome, client, participant)
            values (gen_random_uuid(), now(), $1, 'fhir-search ImagingStudy', 0, $2, $3)
            """) { Parameters = { new() { Value = new byte[400] }, new() { Value = site.South.Ehr }, new() { Value = site.South.Id } } });
        var entries = new JsonArray();
        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                entries.Add(new JsonObject { ["resource"] = Tree(JsonNode.Parse(reader.GetFieldValue<byte[]>(0))!), ["search"] = new JsonObject { ["mode"] = "match" } });
        var bundle = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["resourceType"] = "Bundle", ["type"] = "searchset", ["entry"] = entries });
        if (entries.Count != StudyLoad.Each || bundle.Length < 10_000)
            throw new InvalidOperationException($"{entries.Count} studies were found.");
    }

    // A node is read lazily; an object that a server would hold is not.
    private static JsonNode Tree(JsonNode node)
    {
        if (node is JsonObject members)
            foreach (var member in members)
                Tree(member.Value!);
        else if (node is JsonArray items)
            foreach (var item in items)
                Tree(item!);
        else
            _ = node.ToString();
        return node;
    }
}
