using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Registry.Querying;
using HieImaging.Registry.Fetching;
using HieImaging.Registry.Receiving;
using HieImaging.Registry.Rebuilding;
using HieImaging.Registry.Registering;
using HieImaging.Registry.Searching;
using HieImaging.Registry.Updating;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Soap;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Registry;

/// <summary>The room that knows which study is where: its doors, its FHIR resource, its consumer, its schema.</summary>
public static class RegistryRole
{
    public static IReadOnlyList<Migration> Migrations { get; } = EmbeddedMigrations.Of(typeof(RegistryRole).Assembly, "registry");

    /// <summary>Every consumer that the room has, whether this process runs it or not.</summary>
    public static IReadOnlyList<Type> Consumers { get; } = [typeof(RegisterManifestConsumer), typeof(FetchDocumentConsumer)];

    /// <param name="fhirBase">The base under which clients reach this node's FHIR resources.</param>
    public static IReadOnlyList<ResourceDeclaration> Resources(ResourceIds ids, CurrentDomain domain, Func<string> fhirBase) =>
    [
        ImagingStudyResource.Declaration(ids, domain),
        DocumentReferenceResource.Declaration(ids, domain, fhirBase),
        BinaryResource.Declaration,
    ];

    public static IServiceCollection AddRegistry(this IServiceCollection services)
    {
        FetchOptions.Register(services);
        SubmittingOptions.Register(services);
        SoapBounds.Register(services);
        services.AddSingleton<HospitalRepository>().AddSingleton<HospitalRepositories>().AddSingleton<StorePlaces>();
        services.AddSingleton<RegisterFetched>().AddSingleton<RegisterDocumentSetDoor>();
        return services
            .AddSingleton<StudyFolding>()
            .AddSingleton<RegisterSubmission>()
            .AddSingleton<RegisterManifests>()
            .AddSingleton<ProvideAndRegisterDoor>()
            .AddSingleton<StoreKeyObjects>()
            .AddSingleton<ReceiveManifests>()
            .AddSingleton<RetrieveDocuments>()
            .AddSingleton<QueryForObjects>()
            .AddSingleton<UpdateDocuments>();
    }

    /// <summary>What derives the room's tables anew, for an operator's command.</summary>
    public static IServiceCollection AddRegistryRebuilding(this IServiceCollection services) => services.AddSingleton<RebuildStudies>();

    /// <summary>The role's work: asking again for documents that could not be fetched.</summary>
    public static IServiceCollection AddRegistryJobs(this IServiceCollection services) =>
        services.AddHostedService<FetchAgainJob>().AddHostedService<ForgetUnfinishedIntakesJob>();

    /// <summary>The doors: one line a transaction.</summary>
    public static void MapRegistry(this IEndpointRouteBuilder routes, SoapDoor soap)
    {
        T Of<T>() where T : notnull => routes.ServiceProvider.GetRequiredService<T>();
        void Http(Transaction transaction, string method, string pattern, Microsoft.AspNetCore.Http.RequestDelegate answer) =>
            HttpDoor.Map(routes, transaction, method, pattern, answer).WithMetadata(Refusals.Writer);
        void Receive(Transaction transaction, string pattern, Microsoft.AspNetCore.Http.RequestDelegate answer) =>
            Http(transaction, "POST", pattern, Refusals.OfBodies(transaction, answer));

        soap.Map(Transaction.Rad68, "/xds/repository", Of<ProvideAndRegisterDoor>().Answer);
        soap.Map(Transaction.Iti43, "/xds/repository", Of<RetrieveDocuments>().Answer);
        soap.Map(Transaction.Iti57, "/xds/registry", Of<UpdateDocuments>().Answer);
        soap.Map(Transaction.Iti42, "/xds/registry", Of<RegisterDocumentSetDoor>().Answer);
        Receive(Transaction.Rad108, "/dicomweb/at/{custodian}/studies", Of<StoreKeyObjects>().Answer);
        Receive(Transaction.Rad108, "/dicomweb/at/{custodian}/studies/{study}", Of<StoreKeyObjects>().Answer);
        Receive(Transaction.Rad108, "/dicomweb/studies", Of<StoreKeyObjects>().Answer);
        Receive(Transaction.Rad108, "/dicomweb/studies/{study}", Of<StoreKeyObjects>().Answer);
        foreach (var root in (string[])["/dicomweb/at/{custodian}", "/dicomweb"])
        {
            Http(Transaction.Rad129, "GET", root + "/studies", Of<QueryForObjects>().At(QueryLevel.Study));
            Http(Transaction.Rad129, "GET", root + "/series", Of<QueryForObjects>().At(QueryLevel.Series));
            Http(Transaction.Rad129, "GET", root + "/studies/{study}/series", Of<QueryForObjects>().At(QueryLevel.Series));
            Http(Transaction.Rad129, "GET", root + "/instances", Of<QueryForObjects>().At(QueryLevel.Instance));
            Http(Transaction.Rad129, "GET", root + "/studies/{study}/instances", Of<QueryForObjects>().At(QueryLevel.Instance));
            Http(Transaction.Rad129, "GET", root + "/studies/{study}/series/{series}/instances",
                Of<QueryForObjects>().At(QueryLevel.Instance));
        }
        Receive(Transaction.Manifests, "/manifests", Of<ReceiveManifests>().Receive);
        Http(Transaction.Manifests, "GET", "/manifests/{id}", Of<ReceiveManifests>().Progress);
    }

    public static void AddRegistryConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<RegisterManifestConsumer, TogetherDefinition<RegisterManifestConsumer>>();
        bus.AddConsumer<FetchDocumentConsumer, FetchDefinition>();
    }
}
