using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Matching;

/// <summary>How records are matched (<c>Identity:Matching</c>). A change of model or population holds for pairs decided from then on;
/// <c>hie-node rebuild</c> decides all anew.</summary>
public sealed record MatchingOptions
{
    /// <summary>Identities in the exchange: the threshold rises with it. Renewed on schedule, never a live count, or order would matter.</summary>
    [Range(1, 10_000_000_000)]
    public double Population { get; init; } = 1_000_000;

    /// <summary>A model file other than the one that comes with the node.</summary>
    public string? Model { get; init; }

    /// <summary>How many records lie under one blocking key before it is divided by a further attribute.</summary>
    [Range(8, 10_000)]
    public int BucketSize { get; init; } = 100;

    /// <summary>Records that hang together by links; more are no person but a mistake: nothing moves among them, a human is told.</summary>
    [Range(2, 2_000)]
    public int LargestComponent { get; init; } = 256;

    public static void Register(IServiceCollection services) => services
        .AddOptions<MatchingOptions>().BindConfiguration("Identity:Matching").ValidateDataAnnotations().ValidateOnStart();
}
