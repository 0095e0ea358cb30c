using HieImaging.RecordLocator.Participants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HieImaging.Identity.Receiving;

/// <summary>What the door for HL7 v2 needs.</summary>
internal static class ReceivingServices
{
    public static IServiceCollection AddReceiving(this IServiceCollection services, MllpDoor door)
    {
        MllpOptions.Register(services);
        return services.AddSingleton(door).AddSingleton<MllpRefusals>().AddSingleton<MllpReception>().AddSingleton<MllpStrangers>()
            .AddSingleton(provider => new MllpConnections(
                provider.GetRequiredService<MllpReception>(), provider.GetRequiredService<MllpStrangers>(),
                provider.GetRequiredService<CurrentDomain>(), provider.GetRequiredService<IOptions<MllpOptions>>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MllpConnections>>()));
    }
}
