using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Declaring;
using HieImaging.Identity.Candidates;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Answering;

/// <summary>ITI-119 Patient Demographics Match: who is most likely the one that is described (PDQm 2:3.119). By the decision that links are
/// made by, over those alone whom a blocking key brings and the caller may know of.</summary>
internal static class MatchPatients
{
    public static FhirOperation Operation { get; } = new("$match", Transaction.Iti119, Answer)
    {
        Definition = "https://profiles.ihe.net/ITI/PDQm/OperationDefinition/PDQmMatch",
        Methods = ["POST"],
    };

    private static async Task<FhirAnswer> Answer(FhirCall call, CancellationToken cancellation)
    {
        var (caller, services) = (call.Http.Caller(), call.Http.RequestServices);
        var question = MatchQuestion.Read(call.Query, call.Resource!.Root);
        await using var session = await services.GetRequiredService<Store>().OpenSession(cancellation);
        if (question is not MatchQuestion.Asked asked)
            return await RefuseAsync(session, caller, (MatchQuestion.Refused)question, cancellation);

        var context = services.GetRequiredService<LinkingContext>();
        var record = Comparable.Of(PatientDemographics.Read(asked.Patient, null));
        var lying = await MatchCandidates.FindAsync(session, caller, record, context.Options.BucketSize, cancellation);
        if (lying is not var (candidates, overflows))
            return await RefuseAsync(session, caller, NothingToGoBy, cancellation);

        var judged = await JudgeAsync(session, caller, context, record, candidates, cancellation);
        var warnings = new List<FhirIssue>();
        var certain = judged.Count(one => one.Judgement.Grade == MatchGrade.Certain);
        if (certain > 1)
        {
            judged = [.. judged.Select(one => one with { Judgement = one.Judgement.Ambiguous() })];
            warnings.Add(FhirIssue.Warning(IssueCode.MultipleMatches, "Several would be certain; since they are not one person, none is."));
        }
        if (overflows && PatientPolicy.SeesAll(caller))
            warnings.Add(FhirIssue.Warning(IssueCode.Incomplete, "More have this in common than are compared; say more of the patient."));
        var matches = judged.Where(one => one.Judgement.Grade <= (asked.OnlyCertain ? MatchGrade.Certain : MatchGrade.Possible))
            .OrderByDescending(one => one.Judgement.Score).ThenBy(one => one.Judgement.Grade)
            .ThenBy(one => one.Id, StringComparer.Ordinal).ToList();

        var told = await BodiesAsync(session, caller, [.. matches.Take(asked.Count)], cancellation);
        var audit = AuditRecord.For(caller, Transaction.Iti119) with { Rule = PatientPolicy.Rule(caller) };
        AuditTrail.Append(
            session, told.Count == 0 ? [audit] : [.. told.Select(one => audit with { Patient = one.Id, Entity = "Patient/" + one.Id })]);
        await session.SaveChangesAsync(cancellation);
        var address = services.GetRequiredService<PublicAddress>().Now + "/fhir";
        return new FhirAnswer.Result(MatchBundle.Write(address, session.Now, matches.Count, told, warnings));
    }

    // A record that nobody can be found by is refused, not answered with everybody or nobody (FHIR R4 $match: enough to be sure of).
    private static MatchQuestion.Refused NothingToGoBy { get; } = new(422, FhirIssue.Error(
        IssueCode.BusinessRule,
        "This says too little of a patient to be looked for: a number, a telephone, or a name with a birth date or a postal code."));

    private static async Task<IReadOnlyList<(string Id, MatchJudgement Judgement)>> JudgeAsync(
        DocumentSession session, Caller caller, LinkingContext context, Comparable record,
        IReadOnlyList<MatchCandidates.Candidate> candidates, CancellationToken cancellation)
    {
        var decide = context.Decide();
        var decided = candidates.Select(one => (one.Shown, one.Source, Decision: decide(record, one.Record))).ToList();
        // Who would be linked: the person's other sources may forbid it.
        var linked = decided.Where(one => one.Decision.Verdict == Verdict.Link).Select(one => one.Shown).ToHashSet(StringComparer.Ordinal);
        if (linked.Count > 0 && PatientPolicy.SeesAll(caller))
        {
            var known = decided.Select(one => one.Source).ToHashSet(StringComparer.Ordinal);
            decided.AddRange((await MatchCandidates.OfPersonsAsync(session, linked, cancellation)).Where(one => !known.Contains(one.Source))
                .Select(one => (one.Shown, one.Source, decide(record, one.Record))));
        }
        return [.. decided.GroupBy(one => one.Shown, one => one.Decision, StringComparer.Ordinal)
            .Select(group => (group.Key, MatchJudgement.Of([.. group], context.Options.Population)))];
    }

    private static async Task<IReadOnlyList<MatchBundle.Match>> BodiesAsync(
        DocumentSession session, Caller caller, IReadOnlyList<(string Id, MatchJudgement Judgement)> matches,
        CancellationToken cancellation)
    {
        if (matches.Count == 0)
            return [];
        var bodies = (await session.QueryAsync($"""
            select patient.id, patient.body from {PatientRows.From}
            where patient.id = any({matches.Select(one => one.Id).ToArray()}) and {PatientRows.ShownTo(caller)}
            """,
            row => (Id: row.GetString(0), Body: row.GetFieldValue<byte[]>(1)), cancellation)).ToDictionary(one => one.Id, one => one.Body);
        return
        [
            .. matches.Where(one => bodies.ContainsKey(one.Id))
                .Select(one => new MatchBundle.Match(one.Id, bodies[one.Id], one.Judgement)),
        ];
    }

    private static async Task<FhirAnswer> RefuseAsync(
        DocumentSession session, Caller caller, MatchQuestion.Refused refused, CancellationToken cancellation)
    {
        AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti119) with
        {
            Outcome = AuditOutcome.Refused, Code = refused.Issue.Code,
        });
        await session.SaveChangesAsync(cancellation);
        return new FhirAnswer.Refused(refused.Status, refused.Issue);
    }
}
