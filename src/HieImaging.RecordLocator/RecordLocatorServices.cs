using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.RecordLocator;

/// <summary>What every process of the node asks the record locator by.</summary>
public static class RecordLocatorServices
{
    /// <summary>Needs <see cref="Store"/>. The id key is read once, when the first of them is asked for at start.</summary>
    public static IServiceCollection AddRecordLocator(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
            Secrets.ResourceIdsAsync(provider.GetRequiredService<Store>(), CancellationToken.None).GetAwaiter().GetResult());
        services.AddSingleton<CurrentDomain>().AddSingleton<Completeness>();
        services.AddHostedService(provider => provider.GetRequiredService<CurrentDomain>());
        return services;
    }
}
