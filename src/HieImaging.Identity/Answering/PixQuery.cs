using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;
using HieImaging.Identity.Receiving;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Answering;

/// <summary>ITI-9 PIX Query over HL7 v2.5: <c>QBP^Q23</c> is answered by <c>RSP^K23</c> with the other numbers of the person.</summary>
internal static class PixQuery
{
    public static async Task<Hl7Message> Answer(MllpCall call, CancellationToken cancellation)
    {
        var caller = call.Caller;
        await using var session = await call.Services.GetRequiredService<Store>().OpenSession(cancellation);
        var question = PixQuestion.Read(call.Message, caller.Domain);
        var ids = call.Services.GetRequiredService<ResourceIds>();
        var source = question is PixQuestion.Asked { Source: var number } ? ids.Source(number) : null;
        var others = source is null ? null : await CrossReference.OfSourceAsync(session, caller, source, cancellation);
        var response = Respond(question, others, caller);

        AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti9) with
        {
            Patient = source, Rule = PatientPolicy.Rule(caller),
            Outcome = response.Errors.Count > 0 ? AuditOutcome.Refused : AuditOutcome.Success,
            Code = response.Errors is [var first, ..] ? ((int)first.Code).ToString(CultureInfo.InvariantCulture) : null,
        });
        await session.SaveChangesAsync(cancellation);
        return response.To(call.Message, session.Now);
    }

    /// <param name="question">As it was read.</param>
    /// <param name="others">The person's other numbers; null: nobody has the number that was asked by.</param>
    /// <param name="caller">In whose domain authorities have names.</param>
    public static QueryResponse Respond(PixQuestion question, IReadOnlyList<SourceIdentity>? others, Caller caller)
    {
        var response = new QueryResponse { Type = ("K23", "RSP_K23") };
        if (question is not PixQuestion.Asked asked || others is null)
            return response with { Errors = ((question as PixQuestion.Refused) ?? PixQuestion.Unknown).Errors };
        var told = others.Where(other => asked.Targets.Count == 0 || asked.Targets.Contains(other.Authority)).ToList();
        return told.Count == 0
            ? response
            : response with { Found = [Hl7Segment.Of("PID", "", "", Numbers(told, caller), "", NoName)] };
    }

    /// <summary>PID-3: the numbers of one authority stand together.</summary>
    public static Hl7Field Numbers(IEnumerable<SourceIdentity> sources, Caller caller) =>
        Hl7Field.Repeat(sources
            .OrderBy(source => source.Authority, StringComparer.Ordinal).ThenBy(source => source.Value, StringComparer.Ordinal)
            .Select(source =>
            {
                var number = PatientIdentifier.Create(AssigningAuthority.Parse(source.Authority), source.Value);
                return Cx.For(number, caller.Domain.Authority(number.Authority)?.Namespace, "PI").ToField();
            }));

    // PID-5 is required and must not tell a name (ITI TF-2 3.9.4.2.2.6): nothing, and then a name of type S without one
    private static Hl7Field NoName { get; } = Hl7Field.Repeat(["", Hl7Field.Of("", "", "", "", "", "", "S")]);
}
