using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Reviewing;

/// <summary>Settings <c>Identity:Review:*</c>.</summary>
public sealed record ReviewOptions
{
    /// <summary>A decision that joins persons takes two stewards who say the same.</summary>
    public bool FourEyes { get; init; } = true;

    /// <summary>How long a claim holds, by the database's clock.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ClaimFor { get; init; } = TimeSpan.FromMinutes(30);

    public static void Register(IServiceCollection services) => services
        .AddOptions<ReviewOptions>().BindConfiguration("Identity:Review").ValidateDataAnnotations().ValidateOnStart();
}
