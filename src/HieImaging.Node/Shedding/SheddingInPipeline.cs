using HieImaging.DocumentStore;

namespace HieImaging.Node.Shedding;

/// <summary>Puts the refusals of a node that has too much to do behind the gate.</summary>
internal static class SheddingInPipeline
{
    public static IServiceCollection AddShedding(this IServiceCollection services)
    {
        services.AddOptions<OverloadOptions>().BindConfiguration(OverloadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PressureOptions>().BindConfiguration(PressureOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton(provider => provider.GetRequiredService<Store>().Pressure)
            .AddSingleton<BusyAnswers>()
            .AddHostedService<PressureWatch>();
    }

    /// <summary>After the gate: it is known then who is asking, and nothing of the body is read.</summary>
    public static IApplicationBuilder UseShedding(this IApplicationBuilder app) => app.UseMiddleware<BusyAnswers>();
}
