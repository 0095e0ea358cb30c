using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Reading;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Searching;

/// <summary>Search (R4, 3.1.0.11): plan, one transaction with the audit records, and after its commit the bytes.</summary>
internal sealed class SearchInteraction(
    ResourceDeclaration declaration, Func<string, ResourceDeclaration?> declared, FhirDoorOptions options, Store store)
{
    private const string PageParameter = "_page";
    private const int HandedOverAtOnce = 64 * 1024;

    internal async Task AnswerAsync(HttpContext http, SearchQuery query)
    {
        if (Continued(http, query) is not { } asked)
        {
            await OutcomeAnswer.WriteAsync(http, StatusCodes.Status400BadRequest,
                FhirIssue.Error(IssueCode.Value, "The page's link is not one that was given to this caller.", PageParameter));
            return;
        }
        var planned = SearchPlan.Of(
            declaration, asked.Query, new(http, options.PublicBase()) { Bounds = options.Bounds }, declared, Preference.Lenient(http.Request));
        switch (planned)
        {
            case SearchReading<SearchPlan>.Accepted { Value: var plan } when await RefusedTypeAsync(http, plan) is { } refused:
                Audited.Mark(http);
                await OutcomeAnswer.WriteAsync(http, StatusCodes.Status403Forbidden, refused);
                break;
            case SearchReading<SearchPlan>.Accepted { Value: var plan }:
                await AnswerAsync(http, plan, asked.After);
                break;
            case SearchReading<SearchPlan>.Refused refused:
                await OutcomeAnswer.WriteAsync(http, StatusOf(refused.Issue), refused.Issue);
                break;
        }
    }

    // What the search names is not there at all: a domain that nobody registered (PDQm 2:3.78.4.1.3, case 4)
    private static int StatusOf(FhirIssue issue) =>
        issue.Code == IssueCode.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest;

    // An include shows resources of another type, and a chain tells of them: a scope to search this one does not give them away.
    private async Task<FhirIssue?> RefusedTypeAsync(HttpContext http, SearchPlan plan)
    {
        foreach (var type in plan.Searched)
            if (!await options.May(http, type.Searching))
                return FhirIssue.Error(IssueCode.Forbidden, $"To look into {type.Type} needs the scope to search {type.Type}.");
        foreach (var step in plan.Includes)
            if (!await options.May(http, step.Back ? step.To.Searching : step.To.Reading))
                return FhirIssue.Error(
                    IssueCode.Forbidden, $"An include of {step.To.Type} needs the scope for {step.To.Type}.",
                    step.Back ? "_revinclude" : "_include");
        return null;
    }

    private async Task AnswerAsync(HttpContext http, SearchPlan plan, PagePosition? after)
    {
        var cancellation = http.RequestAborted;
        await using var session = await store.OpenSession(cancellation);
        using var page = await SearchPage.LoadAsync(session, declaration, plan, after, type => type.Visible(http), cancellation);
        var notice = options.Notice is null ? null : await options.Notice(http, session, cancellation);

        declaration.Audit(
            session,
            new(http, declaration.Searching, declaration.Type, [.. page.Matches.Select(match => match.Row)], plan.Query));
        foreach (var (type, rows) in page.Included.Where(one => one.Rows.Count > 0))
            type.Audit(session, new(http, declaration.Searching, type.Type, [.. rows.Select(row => row.Row)], plan.Query));
        await session.SaveChangesAsync(cancellation);

        await WriteAsync(http, plan, page, notice, session.Now);
    }

    private async Task WriteAsync(HttpContext http, SearchPlan plan, SearchPage page, FhirIssue? notice, DateTimeOffset now)
    {
        var query = QueryText.Of(plan.Query);
        var address = $"{options.PublicBase()}/{declaration.Type}";
        List<(string, string)> links = [("self", query.Length > 0 ? $"{address}?{query}" : address)];
        List<FhirIssue> issues = [.. plan.Ignored, .. page.Warnings];
        if (page.Next is { } next
            && new PageLink(query, next).Seal(options.PageKey().Span, options.CallerKey(http), declaration.Type) is { } token)
            links.Add(("next", $"{address}?{PageParameter}={token}"));
        else if (page.Next is not null)
            issues.Add(FhirIssue.Warning(
                IssueCode.Incomplete, "There is more, but the query is too long to go on from page to page; narrow it."));
        if (notice is not null)
            issues.Add(notice);

        FhirHeaders.Content(http, StatusCodes.Status200OK);
        using var bundle = new BundleWriter(http.Response.BodyWriter, options.PublicBase());
        bundle.Start("searchset", now, page.Total, links);
        var shown = declaration.Shown?.Invoke(http, plan.Query) ?? (body => body);
        await WriteAsync(http, bundle, declaration, body => plan.Shape.Of(declaration, shown(body)), page.Matches, "match");
        foreach (var (type, rows) in page.Included)
            await WriteAsync(http, bundle, type, body => plan.Shape.Of(type, body), rows, "include");
        if (issues.Count > 0)
            bundle.Outcome(issues);
        bundle.End();
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static async Task WriteAsync(
        HttpContext http, BundleWriter bundle, ResourceDeclaration type, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> shown,
        IReadOnlyList<StoredResource> rows, string mode)
    {
        var waiting = 0;
        foreach (var row in rows)
        {
            var body = shown(row.Body);
            bundle.Found(type.Type, row, body, mode);
            waiting += body.Length;
            if (waiting < HandedOverAtOnce)
                continue;
            bundle.Flush();
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);      // a slow reader holds us up, not the memory
            waiting = 0;
        }
    }

    /// <summary>The query of a page's link and its position; the query itself where there is no link; null where the link is not
    /// good.</summary>
    private (SearchQuery Query, PagePosition? After)? Continued(HttpContext http, SearchQuery query)
    {
        var others = query.Terms.Where(term => term.Name is not ("_format" or "_pretty")).ToList();
        if (others.Find(term => term.Name == PageParameter) is not { } page)
            return (query, null);
        return others.Count == 1 && page is { Modifier: null, Chain: null, Values: [var token] }
            && PageLink.Open(token, options.PageKey().Span, options.CallerKey(http), declaration.Type) is { } link
            && SearchQuery.Parse(link.Query) is SearchReading<SearchQuery>.Accepted { Value: var continued }
            ? (continued, link.Position)
            : null;
    }
}
