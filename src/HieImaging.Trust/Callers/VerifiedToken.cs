using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Tokens;

namespace HieImaging.Trust.Callers;

/// <summary>A token whose signature held, with whom it last made its bearer: that stands as long as the same domain is in force and the
/// same certificate comes with it, so that a change of the registration holds from the moment when the process sees it.</summary>
internal sealed class VerifiedToken(AccessToken token)
{
    private volatile Decided? _last;

    public AccessToken Token => token;

    public Authentication Of(Domain domain, string? thumbprint)
    {
        if (_last is { } last && ReferenceEquals(last.Domain, domain) && last.Thumbprint == thumbprint)
            return last.Authentication;
        var decided = new Decided(domain, thumbprint, CallerDecision.ByToken(domain, token, thumbprint));
        _last = decided;
        return decided.Authentication;
    }

    private sealed record Decided(Domain Domain, string? Thumbprint, Authentication Authentication);
}
