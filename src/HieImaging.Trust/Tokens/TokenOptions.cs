using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Trust.Tokens;

/// <summary>Under which address the node is known, and how its tokens are judged. The same in every process of a node.</summary>
public sealed record TokenOptions
{
    /// <summary>Setting <c>Listening:PublicUrl</c>: scheme, host and port under which callers reach the node, no slash at the end. Issuer and audience of its tokens.</summary>
    [Required]
    [RegularExpression("^https?://[^/?#@]+(/[^?#@]*[^/?#@])?$", ErrorMessage = "Listening:PublicUrl must be an http(s) address without credentials or a closing slash.")]
    public string PublicBase { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Setting <c>Trust:InsufficientScope</c>: 403 as FHIR and RFC 6750 have it, or 401 as IUA (ITI-72).</summary>
    [AllowedValues(401, 403)]
    public int InsufficientScope { get; set; } = 403;

    public string TokenEndpoint => PublicBase + "/oauth2/token";

    public static void Register(IServiceCollection services) => services.AddOptions<TokenOptions>()
        .BindConfiguration("Trust")
        .Configure<IConfiguration>((options, settings) => options.PublicBase = settings["Listening:PublicUrl"] ?? options.PublicBase)
        .ValidateDataAnnotations().ValidateOnStart();
}
