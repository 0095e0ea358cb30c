using System.Security.Cryptography;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Archives;
using HieImaging.Broker.Reconciling;
using HieImaging.Broker.Retrieving;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.Trust.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HieImaging.Broker;

/// <summary>The one door to the pixels of all members: what a caller may see comes from the archive that owns it.</summary>
public static class BrokerRole
{
    public static IServiceCollection AddBroker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ArchiveOptions>()
            .Bind(configuration.GetSection(ArchiveOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<AdmissionOptions>()
            .Bind(configuration.GetSection(AdmissionOptions.Section))
            .Validate(
                options => options.KeptFor >= TimeSpan.Zero && options.KeptFor <= AdmissionOptions.Longest && options.Most >= 0,
                $"{AdmissionOptions.Section}: KeptFor is at most {AdmissionOptions.Longest}.")
            .ValidateOnStart();
        services.AddOptions<MetadataOptions>()
            .Bind(configuration.GetSection(MetadataOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<MetadataRoom>();
        services.AddSingleton(provider => new KeptAdmissions(
            provider.GetRequiredService<IOptions<AdmissionOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<KeptAdmissionsJob>();
        services.AddSingleton<DicomWebArchive>();
        services.AddSingleton<ArchiveHealth>();
        services.AddHostedService(provider => provider.GetRequiredService<ArchiveHealth>());
        services.AddSingleton(provider => new BulkdataHandle(Secrets.GetOrCreateAsync(
            provider.GetRequiredService<Store>(), BulkdataHandle.SecretName,
            () => RandomNumberGenerator.GetBytes(32), CancellationToken.None).GetAwaiter().GetResult()));
        return services;
    }

    /// <summary>The role's work: knowing which archives answer.</summary>
    public static IServiceCollection AddBrokerJobs(this IServiceCollection services) => services.AddHostedService<ArchiveProbeJob>();

    /// <summary>WADO-RS (RAD-107): at a custodian's address, and at the bare one where a UID is unambiguous (principle 10).</summary>
    public static void MapBroker(IEndpointRouteBuilder routes)
    {
        foreach (var root in (string[])["/dicomweb/at/{custodian}", "/dicomweb"])
        {
            Map(routes, root + "/studies/{study}", RetrieveInstances.Answer);
            Map(routes, root + "/studies/{study}/metadata", RetrieveMetadata.Answer);
            Map(routes, root + "/studies/{study}/series/{series}", RetrieveInstances.Answer);
            Map(routes, root + "/studies/{study}/series/{series}/metadata", RetrieveMetadata.Answer);
            Map(routes, root + "/studies/{study}/series/{series}/instances/{instance}", RetrieveInstances.Answer);
            Map(routes, root + "/studies/{study}/series/{series}/instances/{instance}/metadata", RetrieveMetadata.Answer);
            Map(routes, root + "/studies/{study}/series/{series}/instances/{instance}/frames/{frames}", RetrieveFrames.Answer);
            Map(routes, root + "/studies/{study}/series/{series}/instances/{instance}/bulkdata/{handle}", RetrieveBulkdata.Answer);
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string pattern, RequestDelegate answer) =>
        HttpDoor.Map(routes, Transaction.Rad107, "GET", pattern, answer).WithMetadata(Refusals.Writer);
}
