using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using HieImaging.Identity.Answering;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Loading;
using HieImaging.Identity.Matching;
using HieImaging.Identity.Rebuilding;
using HieImaging.Identity.Receiving;
using HieImaging.Identity.Reviewing;
using HieImaging.Identity.Training;
using HieImaging.RecordLocator.Keys;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity;

/// <summary>The room that knows who is who: its FHIR resource, its consumers, its schema.</summary>
public static class IdentityRole
{
    public static IReadOnlyList<Migration> Migrations { get; } = EmbeddedMigrations.Of(typeof(IdentityRole).Assembly, "identity");

    /// <summary>Every consumer that the room has, whether this process runs it or not.</summary>
    public static IReadOnlyList<Type> Consumers { get; } = [typeof(FeedManifestPatientConsumer), typeof(LinkSourcesConsumer)];

    public static IReadOnlyList<ResourceDeclaration> Resources(ResourceIds ids) => [PatientResource.Declare(ids)];

    public static IServiceCollection AddIdentity(this IServiceCollection services) =>
        services.AddReceiving(Hl7Transactions.Door).AddIdentityLinking().AddReviewing()
            .AddSingleton<FeedManifestPatients>().AddSingleton<LinkSources>().AddSingleton<LoadPatients>().AddSingleton<WeightsFromStore>();

    /// <summary>What a linking transaction needs, for a command too.</summary>
    public static IServiceCollection AddIdentityLinking(this IServiceCollection services)
    {
        MatchingOptions.Register(services);
        return services.AddSingleton<LinkingContext>();
    }

    /// <summary>What derives the room's tables anew, for an operator's command.</summary>
    public static IServiceCollection AddIdentityRebuilding(this IServiceCollection services) => services.AddIdentityLinking().AddSingleton<RebuildPersons>();

    public static IServiceCollection AddIdentityJobs(this IServiceCollection services) =>
        services.AddHostedService<ReviewGauge>().AddHostedService<PopulationGauge>().AddHostedService<ForgetMessagesJob>();

    public static void AddIdentityConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<FeedManifestPatientConsumer, TogetherDefinition<FeedManifestPatientConsumer>>();
        bus.AddConsumer<LinkSourcesConsumer, TogetherDefinition<LinkSourcesConsumer>>();
    }
}
