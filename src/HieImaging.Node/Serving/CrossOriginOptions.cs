using System.ComponentModel.DataAnnotations;

namespace HieImaging.Node.Serving;

/// <summary>Which web pages of other origins may call the FHIR and DICOMweb doors (<c>CrossOrigin:…</c>); none unless listed.</summary>
internal sealed record CrossOriginOptions : IValidatableObject
{
    public const string Section = "CrossOrigin";

    /// <summary>Exact origins, <c>https://viewer.example.org</c>: scheme, host and a port that is not the scheme's own; no path, no
    /// wildcard.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>How long a browser may keep the answer to a preflight; browsers cap it at two hours or a day.</summary>
    public TimeSpan PreflightMaxAge { get; init; } = TimeSpan.FromHours(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var origin in Origins.Where(origin => !IsOrigin(origin)))
            yield return new ValidationResult($"CrossOrigin:Origins: \"{origin}\" is not an exact origin such as https://viewer.example.org.");
        if (PreflightMaxAge < TimeSpan.Zero || PreflightMaxAge > TimeSpan.FromDays(1))
            yield return new ValidationResult("CrossOrigin:PreflightMaxAge is between 0 and a day.");
    }

    // As a browser writes it, letter for letter.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text
        && uri.UserInfo.Length == 0 && !text.Contains('*', StringComparison.Ordinal);
}
