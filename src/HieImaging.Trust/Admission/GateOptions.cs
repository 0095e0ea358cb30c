using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Trust.Admission;

/// <summary>How the gate refuses (<c>Trust:Gate</c>).</summary>
public sealed record GateOptions
{
    /// <summary>403 as FHIR and RFC 6750 have it, or 401 as IUA (ITI-72).</summary>
    [AllowedValues(401, 403)]
    public int InsufficientScope { get; set; } = 403;

    internal static void Register(IServiceCollection services) =>
        services.AddOptions<GateOptions>().BindConfiguration("Trust:Gate").ValidateDataAnnotations().ValidateOnStart();
}
