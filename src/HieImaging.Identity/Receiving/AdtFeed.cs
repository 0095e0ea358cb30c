using System.Security.Cryptography;
using HieImaging.DocumentStore;
using HieImaging.Hl7v2.Acknowledging;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Linking;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// ITI-8 and ITI-30: a message is one transaction: what was taken under its control id, what it says, who is one person by it, the audit
/// record. AA means: committed and cross-referenced. Of what is refused only the audit record is kept.
/// </summary>
internal static class AdtFeed
{
    public static async Task<Hl7Message> Answer(MllpCall call, CancellationToken cancellation)
    {
        var cause = $"{call.Transaction.Id} {call.Message.ControlId}";
        var zone = call.Caller.Participant.TimeZone is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Utc;
        var reading = AdtReading.Of(call.Message, call.Caller.Domain, call.Caller.Own, zone, cause);
        if (reading is not AdtReading.Said said)
            return await call.RefuseAsync(((AdtReading.Refused)reading).Refusal);
        var (store, context) = (call.Services.GetRequiredService<Store>(), call.Services.GetRequiredService<LinkingContext>());
        var sha256 = SHA256.HashData(call.Bytes.Span);
        var result = await LinkedTransaction.RunAsync(
            context, () => store.OpenSession(cancellation), AdtEffect.SourcesOf(context.Ids, said),
            async session => await FeedMessages.FindAsync(session, call.Caller.Client.Id, call.Message.ControlId, cancellation) is { } taken
                ? new Touched<AdtResult>([], Again(taken, sha256))
                : await EffectAsync(session, context, call, said, sha256, cancellation),
            cancellation);
        return result switch
        {
            AdtResult.Answered answered => answered.Answer,
            AdtResult.Refused refused => await call.RefuseAsync(refused.Refusal),
            _ => throw new InvalidOperationException("A message is answered or refused."),
        };
    }

    private static async Task<Touched<AdtResult>> EffectAsync(
        DocumentSession session, LinkingContext context, MllpCall call, AdtReading.Said said, byte[] sha256, CancellationToken cancellation)
    {
        var (touched, refusal) = await AdtEffect.ApplyAsync(session, context.Ids, call, said, cancellation);
        if (refusal is not null)
            return new(touched, new AdtResult.Refused(refusal));
        var answer = Acknowledgement.Of(call.Message, AcknowledgementCode.AA, [], session.Now);
        FeedMessages.Keep(session, call, sha256, answer.ToBytesOfAny());
        return new(touched, new AdtResult.Answered(answer));
    }

    private static AdtResult Again(FeedMessages.Taken taken, byte[] sha256) => taken.Sha256.AsSpan().SequenceEqual(sha256)
        ? new AdtResult.Answered(((Hl7Reading.Read)Hl7Reader.Read(taken.Answer, new Hl7Bounds())).Message)
        : new AdtResult.Refused(MllpRefusal.Fault(
            Hl7ErrorCode.DuplicateKeyIdentifier, "MSH-10 was the control id of another message.", new Hl7Location("MSH", 1, 10)));

    private abstract record AdtResult
    {
        public sealed record Answered(Hl7Message Answer) : AdtResult;

        public sealed record Refused(MllpRefusal Refusal) : AdtResult;
    }
}
