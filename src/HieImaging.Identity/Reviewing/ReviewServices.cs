using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Reviewing;

/// <summary>What stewards' operations and commands are answered by.</summary>
internal static class ReviewServices
{
    public static IServiceCollection AddReviewing(this IServiceCollection services)
    {
        ReviewOptions.Register(services);
        return services.AddSingleton<ReviewQueue>().AddSingleton<StewardDecisions>()
            .AddSingleton<ExplainLinks>().AddSingleton<SplitReports>();
    }
}
