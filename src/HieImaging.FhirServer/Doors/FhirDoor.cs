using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Reading;
using HieImaging.FhirServer.Searching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HieImaging.FhirServer.Doors;

/// <summary>The FHIR doors, <c>/fhir/…</c>, mapped from the declarations; each endpoint carries its transaction.</summary>
public static class FhirDoor
{
    private const string Root = "/fhir";
    private static readonly string[] OperationMethods = ["GET", "POST"];

    /// <summary>Maps every interaction that the declarations allow; the store, the clock and the log are taken from the services.</summary>
    public static void Map(IEndpointRouteBuilder routes, IReadOnlyList<ResourceDeclaration> declarations, FhirDoorOptions options)
    {
        var services = routes.ServiceProvider;
        var edge = new FhirEdge(options, services.GetRequiredService<ILoggerFactory>().CreateLogger("HieImaging.Fhir"));
        var started = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var byType = declarations.ToDictionary(one => one.Type, StringComparer.Ordinal);

        void Line(Transaction transaction, string method, string path, RequestDelegate answer) =>
            routes.MapMethods(Root + path, [method], edge.Guard(Root + path.Split('{')[0], answer))
                .WithMetadata([.. byType.GetValueOrDefault(path.Split('/').ElementAtOrDefault(1) ?? "") is { } type && type.SearchTransaction == transaction
                    ? Admitting(type, transaction, FhirInteraction.Search)
                    : transaction.Admitting, OutcomeAnswer.Refusal]).WithDisplayName($"{transaction.Id} {method} {Root}{path}");

        // Whoever may read or write the type may ask what is wrong with one; what is stored is for whom may read it.
        void MapValidating(ResourceDeclaration declaration, ValidateDoor door)
        {
            var validation = Transaction.Validation(declaration.Type);
            Guarded(["POST"], $"/{declaration.Type}/$validate", [declaration.Reading, .. declaration.Writes]);
            Guarded(["GET", "POST"], $"/{declaration.Type}/{{id}}/$validate", [declaration.Reading]);

            void Guarded(string[] methods, string path, Transaction[] alike) =>
                routes.MapMethods(Root + path, methods, edge.Guard(Root + path.Split('{')[0], door.AnswerAsync))
                    .WithMetadata([validation, .. alike.Select(one => validation with { Scope = one.Scope }), OutcomeAnswer.Refusal])
                    .WithDisplayName($"{validation.Id} {Root}{path}");
        }

        Line(Transaction.Capabilities, "GET", "/metadata",
            http => ResourceAnswer.WriteAsync(http, 200, CapabilityStatement.Write(declarations, options, started)));
        var missing = new NotOffered(options);
        Line(Transaction.Fhir("Bundle", FhirInteraction.Create), "POST", "", missing.BundleAsync);
        foreach (var declaration in declarations)
        {
            foreach (var (transaction, method, path, answer) in missing.Of(declaration))
                Line(transaction, method, path, answer);
            if (declaration.OwnRead is { } own)
            {
                var path = $"/{declaration.Type}/";
                routes.MapMethods(Root + path + "{id}", ["GET"], edge.Guard(Root + path, new RequestDelegate(own), negotiated: false))
                    .WithMetadata([.. Admitting(declaration, declaration.Reading, FhirInteraction.Read), OutcomeAnswer.Refusal])
                    .WithDisplayName($"{declaration.Reading.Id} GET {Root}{path}{{id}}");
                continue;
            }
            MapReading(declaration, options, services.GetRequiredService<Store>(), Line);
            if (declaration.Searchable)
                MapSearching(
                    new(declaration, type => byType.GetValueOrDefault(type), options, services.GetRequiredService<Store>()),
                    declaration, Line);
            MapCalls(declaration, new CallDoor(options), Line);
            MapValidating(declaration, new(declaration, new(declaration, services.GetRequiredService<Store>()), options.Bounds));
        }
        routes.Map(
                Root + "/{**rest}",
                edge.Guard(Root, http => OutcomeAnswer.WriteAsync(http, 404,
                    FhirIssue.Error(IssueCode.NotSupported, "There is no such address here."))))
            .WithMetadata(Transaction.NoDoor, OutcomeAnswer.Refusal).WithOrder(int.MaxValue).WithDisplayName("FHIR, not served");
    }

    /// <summary>A profile's own transaction, by which it is told, and the FHIR interaction that it is: the scope of either admits.</summary>
    private static IEnumerable<object> Admitting(ResourceDeclaration declaration, Transaction transaction, FhirInteraction interaction) =>
        [.. transaction.Admitting, Transaction.Fhir(declaration.Type, interaction)];

    private static void MapReading(
        ResourceDeclaration declaration, FhirDoorOptions options, Store store, Action<Transaction, string, string, RequestDelegate> line)
    {
        var door = new ReadDoor(declaration, new(declaration, store), options);
        line(declaration.Reading, "GET", $"/{declaration.Type}/{{id}}", door.ReadAsync);
        if (declaration.History is null)
            return;
        line(declaration.Reading, "GET", $"/{declaration.Type}/{{id}}/_history", door.HistoryAsync);
        line(declaration.Reading, "GET", $"/{declaration.Type}/{{id}}/_history/{{version}}", door.VersionAsync);
    }

    private static void MapSearching(
        SearchInteraction search, ResourceDeclaration declaration, Action<Transaction, string, string, RequestDelegate> line)
    {
        line(declaration.Searching, "GET", $"/{declaration.Type}", Search);
        line(declaration.Searching, "POST", $"/{declaration.Type}/_search", http => Negotiation.IsForm(http.Request.ContentType)
            ? Search(http)
            : OutcomeAnswer.WriteAsync(http, 415,
                FhirIssue.Error(IssueCode.NotSupported, "A search by POST is application/x-www-form-urlencoded.")));

        async Task Search(HttpContext http) => await (await BodyReading.QueryAsync(http.Request) switch
        {
            SearchReading<SearchQuery>.Accepted { Value: var query } => search.AnswerAsync(http, query),
            SearchReading<SearchQuery>.Refused refused => OutcomeAnswer.WriteAsync(http, 400, refused.Issue),
            _ => Task.CompletedTask,
        });
    }

    private static void MapCalls(ResourceDeclaration declaration, CallDoor door, Action<Transaction, string, string, RequestDelegate> line)
    {
        var type = declaration.Type;
        if (declaration.Create is { } create)
            line(create.Transaction, "POST", $"/{type}", http => door.WithBodyAsync(http, type, create.Answer, create.Profile));
        if (declaration.Update is { } update)
            line(update.Transaction, "PUT", $"/{type}/{{id}}", http => door.WithBodyAsync(http, type, update.Answer, update.Profile));
        if (declaration.ConditionalUpdate is { } conditional)
            line(conditional.Transaction, "PUT", $"/{type}", http => door.WithBodyAsync(http, type, conditional.Answer, conditional.Profile));
        if (declaration.ConditionalDelete is { } removal)
            line(removal.Transaction, "DELETE", $"/{type}", http => door.WithQueryAsync(http, removal.Answer));
        foreach (var operation in declaration.Operations)
        {
            foreach (var method in operation.Methods)
            {
                line(operation.Transaction, method, $"/{type}/{operation.Name}", http => method == "GET"
                    ? door.WithQueryAsync(http, operation.Answer)
                    : door.WithBodyAsync(http, null, operation.Answer));
            }
            foreach (var method in OperationMethods.Except(operation.Methods))
                line(operation.Transaction, method, $"/{type}/{operation.Name}", http => NotOffered.MethodAsync(http, operation));
        }
    }
}
