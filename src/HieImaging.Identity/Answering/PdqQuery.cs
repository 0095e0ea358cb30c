using System.Globalization;
using System.Text.Json;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Hl7v2.Acknowledging;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Receiving;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Answering;

/// <summary>ITI-21 Patient Demographics Query over HL7 v2.5: <c>QBP^Q22</c> is answered by <c>RSP^K22</c>, from DSC on where there is
/// more. Nothing is kept between: each answer is worked out anew, so that there is nothing to cancel.</summary>
internal static class PdqQuery
{
    private static readonly QueryResponse Response = new() { Type = ("K22", "RSP_K21") };

    public static async Task<Hl7Message> Answer(MllpCall call, CancellationToken cancellation)
    {
        var caller = call.Caller;
        await using var session = await call.Services.GetRequiredService<Store>().OpenSession(cancellation);
        var record = AuditRecord.For(caller, Transaction.Iti21) with { Rule = PatientPolicy.Rule(caller) };
        var question = PdqQuestion.Read(call.Message, caller.Domain);
        if (question is not PdqQuestion.Asked asked)
        {
            var errors = ((PdqQuestion.Refused)question).Errors;
            AuditTrail.Append(session, record with
            {
                Outcome = AuditOutcome.Refused, Code = ((int)errors[0].Code).ToString(CultureInfo.InvariantCulture),
            });
            await session.SaveChangesAsync(cancellation);
            return (Response with { Errors = errors }).To(call.Message, session.Now);
        }

        var where = Where(asked, caller);
        SqlFragment further = asked.After is { } after ? $"{where} and patient.id > {after}" : where;
        var found = await session.QueryAsync($"""
            select patient.id, patient.body, patient.sources from {PatientRows.From} where {further}
            order by patient.id limit {asked.Count + 1}
            """, row => (Id: row.GetString(0), Body: row.GetFieldValue<byte[]>(1), Sources: row.GetFieldValue<string[]>(2)), cancellation);
        var here = found.Take(asked.Count).ToList();
        var last = here.Count > 0 ? here[^1].Id : asked.After ?? "";
        var (all, left) = asked.After is null && found.Count <= asked.Count ? (found.Count, 0) : await session.FirstOrDefaultAsync(
            $"select count(*)::int, (count(*) filter (where patient.id > {last}))::int from {PatientRows.From} where {where}",
            row => (row.GetInt32(0), row.GetInt32(1)), cancellation);
        var numbers = (await NumbersAsync(session, caller, asked.Domains, [.. here.SelectMany(one => one.Sources)], cancellation))
            .ToDictionary(source => source.Id, StringComparer.Ordinal);

        AuditTrail.Append(
            session,
            here.Count == 0 ? [record] : [.. here.Select(one => record with { Patient = one.Id, Entity = "Patient/" + one.Id })]);
        await session.SaveChangesAsync(cancellation);
        return (Response with
        {
            Found =
            [
                .. here.Select((one, at) =>
                    Pid(at + 1, one.Body, one.Sources.Where(numbers.ContainsKey).Select(id => numbers[id]), caller)),
                .. left > 0 ? [Hl7Segment.Of("DSC", last, "I")] : (Hl7Segment[])[],
            ],
            Hits = (all, here.Count, left),
        }).To(call.Message, session.Now);
    }

    /// <summary><c>QCN^J01</c>: a query is not gone on with. There is nothing to let go of.</summary>
    public static Task<Hl7Message> Cancelled(MllpCall call, CancellationToken cancellation) => Task.FromResult(Acknowledgement.Of(
        call.Message, AcknowledgementCode.AA, [], call.Services.GetRequiredService<TimeProvider>().GetUtcNow()));

    private static SqlFragment Where(PdqQuestion.Asked asked, Caller caller) => SqlFragment.Join(" and ",
    [
        PatientRows.ShownTo(caller), .. PdqConditions.Of(asked, caller).Select(condition => PatientRows.Where(caller, condition)),
    ]);

    // The numbers of the domains asked for, of sources that the caller may know of.
    private static Task<IReadOnlyList<SourceIdentity>> NumbersAsync(
        DocumentSession session, Caller caller, IReadOnlySet<string> domains, string[] sources, CancellationToken cancellation) =>
        session.QueryAsync($"""
            {PersonDocuments.SelectSource}
            where source.id = any({sources}) and {PatientRows.Live} and ({PatientPolicy.Visible(caller)})
              and ({domains.Count == 0} or source.authority = any({domains.ToArray()}))
            """, PersonDocuments.SourceRow, cancellation);

    private static Hl7Segment Pid(int set, byte[] body, IEnumerable<SourceIdentity> sources, Caller caller)
    {
        using var patient = JsonDocument.Parse(body);
        return PidSegment.Of(set, patient.RootElement, PixQuery.Numbers(sources, caller));
    }
}
