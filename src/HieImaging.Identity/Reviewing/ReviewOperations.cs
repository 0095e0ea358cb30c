using System.Globalization;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using HieImaging.FhirServer.Declaring;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Callers;
using Microsoft.Extensions.DependencyInjection;
using static HieImaging.FhirServer.Declaring.FhirAnswer;

namespace HieImaging.Identity.Reviewing;

/// <summary>Operations on Patient by which stewards decide what no score may (decision 37).</summary>
internal static class ReviewOperations
{
    private const int MostItems = 100;

    public static IReadOnlyList<FhirOperation> All { get; } =
    [
        Get("$review-queue", Transaction.ReviewQueue, QueueAsync),
        Post("$review-claim", Transaction.ReviewClaim, ["a", "b", "kind"], (services, steward, key, _, cancellation) =>
            services.GetRequiredService<ReviewQueue>().ClaimAsync(steward, key, cancellation)),
        Post("$review-release", Transaction.ReviewRelease, ["a", "b", "kind"], (services, steward, key, _, cancellation) =>
            services.GetRequiredService<ReviewQueue>().ReleaseAsync(steward, key, cancellation)),
        Post("$review-decide", Transaction.ReviewDecide, ["a", "b", "kind", "decision", "reason"],
            (services, steward, key, call, cancellation) => ReviewWords.Choice(call["decision"]) is { } choice
                ? services.GetRequiredService<StewardDecisions>().DecideAsync(steward, key, choice, call["reason"] ?? "", cancellation)
                : Task.FromResult<ReviewAnswer>(new ReviewAnswer.Refused(ReviewRefusal.NotAChoice))),
        Get("$explain-link", Transaction.ExplainLink, ExplainAsync),
        Get("$split-report", Transaction.SplitReport, SplitAsync),
        Assertion("$link", Transaction.StewardLink, ReviewChoice.Link),
        Assertion("$unlink", Transaction.StewardUnlink, ReviewChoice.NotTheSame),
        Assertion("$link-undo", Transaction.StewardUndo, ReviewChoice.Undo),
    ];

    private static FhirOperation Assertion(string name, Transaction transaction, ReviewChoice choice) =>
        Post(name, transaction, ["a", "b", "reason"], (services, steward, key, call, cancellation) =>
            services.GetRequiredService<StewardDecisions>().AssertAsync(steward, key, choice, call["reason"] ?? "", cancellation));

    private static async Task<FhirAnswer> QueueAsync(FhirCall call, CancellationToken cancellation)
    {
        var (read, problem) = ReviewCall.Read(call, "state", "kind", "openedBefore", "count", "after");
        var filter = read is null ? null : ReviewFilter.Read(name => read[name], MostItems, out problem);
        if (filter is null)
            return await RefuseAsync(call, Transaction.ReviewQueue, new Refused(400, problem!));
        var steward = Steward.Of(call.Http.Caller(), Transaction.ReviewQueue);
        var page = await call.Http.RequestServices.GetRequiredService<ReviewQueue>().ListAsync(steward, filter, cancellation);
        return new Result(ReviewParameters.Of(page, filter.Count));
    }

    private static async Task<FhirAnswer> ExplainAsync(FhirCall call, CancellationToken cancellation)
    {
        var (read, problem) = ReviewCall.Read(call, "a", "b");
        if (read?.Key() is not { } key)
            return await RefuseAsync(
                call, Transaction.ExplainLink, problem is null ? Refusal(ReviewRefusal.NotAPair) : new Refused(400, problem));
        var steward = Steward.Of(call.Http.Caller(), Transaction.ExplainLink);
        return await call.Http.RequestServices.GetRequiredService<ExplainLinks>().RunAsync(steward, key, cancellation) is { } explained
            ? new Result(ExplanationParameters.Of(explained))
            : Refusal(ReviewRefusal.NotFound);
    }

    // Without a decision: which splits there were.
    private static async Task<FhirAnswer> SplitAsync(FhirCall call, CancellationToken cancellation)
    {
        var (read, problem) = ReviewCall.Read(call, "decision");
        var decision = 0L;
        if (read is null || (read["decision"] is { } word && !long.TryParse(word, CultureInfo.InvariantCulture, out decision)))
            return await RefuseAsync(call, Transaction.SplitReport, new Refused(
                400, problem ?? FhirIssue.Error(IssueCode.Value, "A decision is named by its number.", "decision")));
        var reports = call.Http.RequestServices.GetRequiredService<SplitReports>();
        var steward = Steward.Of(call.Http.Caller(), Transaction.SplitReport);
        if (read["decision"] is null)
            return new Result(SplitParameters.Of(await reports.ListAsync(steward, MostItems, cancellation)));
        return await reports.ReadAsync(steward, decision, cancellation) is { } report
            ? new Result(SplitParameters.Of(report))
            : Refusal(ReviewRefusal.NoSplit);
    }

    private static FhirOperation Get(
        string name, Transaction transaction, Func<FhirCall, CancellationToken, Task<FhirAnswer>> answer) =>
        new(name, transaction, answer) { Definition = Url(name) };

    private static FhirOperation Post(
        string name, Transaction transaction, string[] parameters,
        Func<IServiceProvider, Steward, ReviewKey, ReviewCall, CancellationToken, Task<ReviewAnswer>> act) =>
        new(name, transaction, async (call, cancellation) =>
        {
            var (read, problem) = ReviewCall.Read(call, parameters);
            if (read is null)
                return await RefuseAsync(call, transaction, new Refused(400, problem!));
            if (read.Key(isItem: parameters.Contains("kind")) is not { } key)
                return await RefuseAsync(call, transaction, Refusal(ReviewRefusal.NotAPair));
            var steward = Steward.Of(call.Http.Caller(), transaction);
            var answer = await act(call.Http.RequestServices, steward, key, read, cancellation);
            return answer is ReviewAnswer.Refused refused ? Refusal(refused.Why) : new Result(ReviewParameters.Of(answer));
        })
        { Definition = Url(name), Methods = ["POST"] };

    // Read before a session was opened: the room has nothing to save but this.
    private static async Task<FhirAnswer> RefuseAsync(FhirCall call, Transaction transaction, Refused refused)
    {
        await ScopeCheck.RefusedAsync(call.Http, transaction, refused.Issues[0].Code);
        return refused;
    }

    private static Refused Refusal(ReviewRefusal why) => new(why.Status, FhirIssue.Error(why.Code, why.Text));

    private static string Url(string name) => $"{ProfileTables.House}OperationDefinition/hie-{name.TrimStart('$')}";
}
