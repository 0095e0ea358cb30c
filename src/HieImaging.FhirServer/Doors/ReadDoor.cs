using System.Globalization;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Reading;
using HieImaging.FhirServer.Searching;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Doors;

/// <summary>Answers read, vread and history. Absent and forbidden are one 404; what is deleted and was the caller's to see is
/// 410.</summary>
internal sealed class ReadDoor(ResourceDeclaration declaration, ReadInteraction interaction, FhirDoorOptions options)
{
    internal Task ReadAsync(HttpContext http) => AnswerAsync(http, null);

    internal Task VersionAsync(HttpContext http) =>
        int.TryParse((string?)http.Request.RouteValues["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? AnswerAsync(http, version)
            : NotFound(http);

    internal async Task HistoryAsync(HttpContext http)
    {
        if (Id(http) is not { } id)
        {
            await NotFound(http);
            return;
        }
        if (HistoryRange.Of(http.Request) is not { } range)
        {
            await OutcomeAnswer.WriteAsync(http, StatusCodes.Status400BadRequest,
                FhirIssue.Error(IssueCode.Value, "A history takes _count and the _before of its own links."));
            return;
        }
        var (rows, cut) = await interaction.HistoryAsync(http, id, range.Before, range.Count);
        try
        {
            if (rows.Count == 0 && range.IsFirst)
                await NotFound(http);
            else
                await WriteHistoryAsync(http, id, rows.Take(range.Count).ToList(), cut || rows.Count > range.Count, range);
        }
        finally
        {
            rows.ForEach(row => row.Dispose());
        }
    }

    private async Task AnswerAsync(HttpContext http, int? version)
    {
        if (ShapeOf(http.Request) is not SearchReading<ResultShape>.Accepted { Value: var shape })
        {
            await OutcomeAnswer.WriteAsync(http, StatusCodes.Status400BadRequest,
                FhirIssue.Error(IssueCode.Value, "A read takes _summary (true, text, data, false) or _elements."));
            return;
        }
        using var found = Id(http) is { } id ? await interaction.ReadAsync(http, id, version) : null;
        if (found is null)
        {
            await NotFound(http);
            return;
        }
        Audited.Mark(http);
        var versioned = declaration.Unversioned?.Invoke(found.Row) != true;
        if (versioned)
            FhirHeaders.Version(http, found.Row.Version, found.LastUpdated);
        if (found.Deleted)
            await OutcomeAnswer.WriteAsync(http, StatusCodes.Status410Gone,
                FhirIssue.Error(IssueCode.Deleted, "The resource was deleted."));
        else if (versioned && FhirHeaders.IsKnown(http.Request, found.Row.Version, found.LastUpdated))
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await ResourceAnswer.WriteAsync(http, StatusCodes.Status200OK, shape.Of(declaration, found.Body));
    }

    private SearchReading<ResultShape> ShapeOf(HttpRequest request)
    {
        var shape = new ResultShape(declaration);
        if (SearchQuery.Parse(request.QueryString.Value) is not SearchReading<SearchQuery>.Accepted { Value: var query })
            return new SearchReading<ResultShape>.Refused(FhirIssue.Error(IssueCode.Invalid, "The query cannot be read."));
        foreach (var term in query.Terms.Where(term => term.Name is "_summary" or "_elements"))
            if (shape.Take(term) is { } refusal)
                return new SearchReading<ResultShape>.Refused(refusal);
        return new SearchReading<ResultShape>.Accepted(shape);
    }

    private async Task WriteHistoryAsync(HttpContext http, string id, List<StoredResource> rows, bool more, HistoryRange range)
    {
        var address = $"{options.PublicBase()}/{declaration.Type}/{id}/_history";
        List<(string, string)> links = [("self", address)];
        if (more)
            links.Add((
                "next", string.Create(CultureInfo.InvariantCulture, $"{address}?_count={range.Count}&_before={rows[^1].Row.Version}")));
        FhirHeaders.Content(http, StatusCodes.Status200OK);
        using var bundle = new BundleWriter(http.Response.BodyWriter, options.PublicBase());
        bundle.Start(
            "history",
            rows.Count > 0 ? rows[0].LastUpdated : DateTimeOffset.UnixEpoch,
            more || !range.IsFirst ? null : rows.Count,
            links);
        foreach (var row in rows)
            bundle.Version(declaration.Type, row);
        bundle.End();
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    /// <summary>The id in the path; null where it is none by R4's pattern, and so names nothing.</summary>
    internal static string? Id(HttpContext http) =>
        http.Request.RouteValues["id"] is string { Length: > 0 and <= 64 } id
        && id.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '.')
            ? id
            : null;

    private static Task NotFound(HttpContext http) =>
        OutcomeAnswer.WriteAsync(http, StatusCodes.Status404NotFound, FhirIssue.Error(IssueCode.NotFound, "There is no such resource."));
}
