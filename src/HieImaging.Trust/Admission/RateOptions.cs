using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Trust.Admission;

/// <summary>
/// How many calls a second are let in for long, and how many at once after a rest (<c>Trust:Rates</c>), in one process; 0 a second: no limit.
/// The defaults are a multiple of what a whole state asks (docs/decisions/0025): they stop a loop that has run away, not a hospital.
/// </summary>
public sealed record RateOptions
{
    /// <summary>Of one client.</summary>
    [Range(0, 1_000_000)] public int ClientPerSecond { get; init; } = 500;

    [Range(1, 10_000_000)] public int ClientBurst { get; init; } = 2_000;

    /// <summary>Of one address at the doors that anybody may ask, tokens among them.</summary>
    [Range(0, 1_000_000)] public int AddressPerSecond { get; init; } = 50;

    [Range(1, 10_000_000)] public int AddressBurst { get; init; } = 500;

    /// <summary>Of one address' callers who fail to prove who they are.</summary>
    [Range(0, 1_000_000)] public int FailuresPerSecond { get; init; } = 5;

    [Range(1, 10_000_000)] public int FailuresBurst { get; init; } = 100;

    internal static void Register(IServiceCollection services) =>
        services.AddOptions<RateOptions>().BindConfiguration("Trust:Rates").ValidateDataAnnotations().ValidateOnStart();
}
