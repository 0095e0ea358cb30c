using System.Buffers;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Declaring;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using Microsoft.Extensions.DependencyInjection;
using static HieImaging.FhirServer.Declaring.FhirAnswer;

namespace HieImaging.Identity.Answering;

/// <summary>ITI-83: the other numbers of the person that has this one (PIXm 2:3.83).</summary>
internal static class IhePix
{
    public static FhirOperation Operation { get; } = new("$ihe-pix", Transaction.Iti83, Answer)
    {
        Definition = "https://profiles.ihe.net/ITI/PIXm/OperationDefinition/IHE.PIXm.pix",
    };

    private static async Task<FhirAnswer> Answer(FhirCall call, CancellationToken cancellation)
    {
        var caller = call.Http.Caller();
        var services = call.Http.RequestServices;
        var question = IhePixQuestion.Read(call.Query, caller.Domain, services.GetRequiredService<PublicAddress>().Now + "/fhir");
        await using var session = await services.GetRequiredService<Store>().OpenSession(cancellation);
        if (question is IhePixQuestion.Refused refused)
            return await RefuseAsync(session, caller, refused, null, cancellation);

        var (asked, targets) = question switch
        {
            IhePixQuestion.Asked { Source: var number } by => (services.GetRequiredService<ResourceIds>().Source(number), by.Targets),
            IhePixQuestion.AskedById by => (by.Id, by.Targets),
            _ => throw new InvalidOperationException("The set of questions is closed."),
        };
        var others = asked.StartsWith("p-", StringComparison.Ordinal)
            ? await CrossReference.OfPersonAsync(session, caller, asked, cancellation)
            : await CrossReference.OfSourceAsync(session, caller, asked, cancellation);
        if (others is null)
            return await RefuseAsync(session, caller, IhePixQuestion.NotFound, asked, cancellation);
        AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti83) with { Patient = asked, Rule = PatientPolicy.Rule(caller) });
        await session.SaveChangesAsync(cancellation);
        return new Result(Parameters(others.Where(other => targets.Count == 0 || targets.Contains(other.Authority))));
    }

    private static async Task<FhirAnswer> RefuseAsync(
        DocumentSession session, Caller caller, IhePixQuestion.Refused refused, string? patient, CancellationToken cancellation)
    {
        AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti83) with
        {
            Outcome = AuditOutcome.Refused, Code = refused.Issue.Code, Patient = patient, Rule = PatientPolicy.Rule(caller),
        });
        await session.SaveChangesAsync(cancellation);
        return new Refused(refused.Status, refused.Issue);
    }

    private static byte[] Parameters(IEnumerable<SourceIdentity> others)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Parameters");
            var any = false;
            foreach (var other in others)
            {
                if (!any)
                    json.WriteStartArray("parameter");
                any = true;
                WriteIdentifier(json, other);
                WriteReference(json, other);
            }
            if (any)
                json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteIdentifier(Utf8JsonWriter json, SourceIdentity other)
    {
        json.WriteStartObject();
        json.WriteString("name", "targetIdentifier");
        json.WriteStartObject("valueIdentifier");
        json.WriteString("system", AssigningAuthority.Parse(other.Authority).Urn);
        json.WriteString("value", other.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter json, SourceIdentity other)
    {
        json.WriteStartObject();
        json.WriteString("name", "targetId");
        json.WriteStartObject("valueReference");
        json.WriteString("reference", "Patient/" + other.Id);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
