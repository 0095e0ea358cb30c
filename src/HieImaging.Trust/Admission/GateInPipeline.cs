using HieImaging.Trust.Callers;
using HieImaging.Trust.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Trust.Admission;

/// <summary>Puts the gate in front of the doors.</summary>
public static class GateInPipeline
{
    /// <summary>After <c>UseRouting</c>, before the endpoints.</summary>
    public static IApplicationBuilder UseGate(this IApplicationBuilder app) => app.UseMiddleware<Gate>();

    /// <summary>Needs <see cref="PublicAddress"/>, the store and the record locator.</summary>
    public static IServiceCollection AddTrust(this IServiceCollection services)
    {
        GateOptions.Register(services);
        RateOptions.Register(services);
        services.AddSingleton<RateLimits>().AddSingleton<TokenKeys>().AddSingleton<Authenticator>().AddSingleton<RefusalAudit>();
        return services.AddHostedService(provider => provider.GetRequiredService<RefusalAudit>());
    }
}
