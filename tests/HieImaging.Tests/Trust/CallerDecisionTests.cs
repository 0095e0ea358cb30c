using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Tokens;
using Xunit;

namespace HieImaging.Tests.Trust;

public sealed class CallerDecisionTests
{
    private static readonly AccessToken Token = new()
    {
        Id = "t1", Client = "north-ehr", Scopes = ["system/*.rs", "RAD-107"], Purpose = "TREAT",
        IssuedAt = DateTimeOffset.UnixEpoch, NotBefore = DateTimeOffset.UnixEpoch, Expires = DateTimeOffset.UnixEpoch.AddMinutes(5),
    };

    [Fact]
    public void A_scope_that_was_taken_from_the_registration_is_gone_at_once()
    {
        var known = Assert.IsType<Authentication.Known>(CallerDecision.ByToken(Domain("RAD-107", "system/Patient.rs"), Token, null));
        Assert.True(known.Caller.Has("RAD-107"));
        Assert.True(known.Caller.Has("system/Patient.s"));
        Assert.False(known.Caller.Has("system/ImagingStudy.s"));
    }

    [Fact]
    public void A_client_that_was_removed_is_refused_at_once() =>
        Assert.IsType<Authentication.Refused>(CallerDecision.ByToken(Members.Domain(), Token, null));

    [Fact]
    public void A_token_that_was_seen_before_is_judged_anew_when_the_registration_changes()
    {
        var (before, after) = (Domain("RAD-107"), Domain("system/Patient.rs"));
        var token = new VerifiedToken(Token);
        var first = Assert.IsType<Authentication.Known>(token.Of(before, null));
        Assert.True(first.Caller.Has("RAD-107"));
        Assert.Same(first, token.Of(before, null));

        Assert.False(Assert.IsType<Authentication.Known>(token.Of(after, null)).Caller.Has("RAD-107"));
        Assert.IsType<Authentication.Refused>(token.Of(Members.Domain(), null));
        Assert.IsType<Authentication.Refused>(new VerifiedToken(Token with { BoundTo = "other" }).Of(before, Members.Thumbprint));
    }

    [Fact]
    public void What_follows_from_a_caller_follows_for_each_anew()
    {
        var north = Members.Caller(ParticipantKind.Facility, "TREAT");
        Assert.Equal(["north"], north.Own);
        Assert.True(north.Has("system/ImagingStudy.s"));
        var narrowed = north with { Scopes = new HashSet<string>(), Client = north.Client with { ActsFor = ["south"] } };
        Assert.Equal(["north", "south"], narrowed.Own);
        Assert.False(narrowed.Has("system/ImagingStudy.s"));
    }

    [Fact]
    public void A_purpose_that_was_taken_away_is_refused() =>
        Assert.IsType<Authentication.Refused>(CallerDecision.ByToken(Domain("RAD-107"), Token with { Purpose = "HPAYMT" }, null));

    [Theory]
    [InlineData(null, false)]
    [InlineData("sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)]
    [InlineData(Members.Thumbprint, true)]
    public void A_bound_token_is_good_with_its_certificate_alone(string? thumbprint, bool known) =>
        Assert.Equal(known, CallerDecision.ByToken(Domain("RAD-107"), Token with { BoundTo = ClientCertificate.Confirmation(Members.Thumbprint) }, thumbprint)
            is Authentication.Known);

    [Fact]
    public void A_confirmation_of_a_kind_that_is_not_known_never_matches() =>
        Assert.IsType<Authentication.Refused>(CallerDecision.ByToken(Domain("RAD-107"), Token with { BoundTo = "" }, Members.Thumbprint));

    [Fact]
    public void Another_clients_certificate_beside_a_token_is_refused()
    {
        var other = Members.Client("south-pacs", "south", "RAD-68") with { Certificates = [Members.Thumbprint] };
        var domain = Members.Domain(ImplicitConsent.Permit,
            Members.Participant("north", ParticipantKind.Ehr, Members.Client("north-ehr", "north", "RAD-107")),
            Members.Participant("south", ParticipantKind.Facility, other));
        Assert.IsType<Authentication.Refused>(CallerDecision.ByToken(domain, Token, Members.Thumbprint));
    }

    [Fact]
    public void A_peer_that_cannot_log_in_is_what_its_certificate_says()
    {
        var domain = Members.Domain(ImplicitConsent.Permit,
            Members.Participant("north", ParticipantKind.Facility, Members.Client("north-pacs", "north", "RAD-68") with { Certificates = [Members.Thumbprint] }));
        var known = Assert.IsType<Authentication.Known>(CallerDecision.ByCertificate(domain, Members.Thumbprint));
        Assert.Equal("north-pacs", known.Caller.Client.Id);
        Assert.Equal("TREAT", known.Caller.Purpose);
        Assert.True(known.Caller.ActsFor("north"));
        Assert.False(known.Caller.ActsFor("south"));
        Assert.IsType<Authentication.Refused>(CallerDecision.ByCertificate(Members.Domain(), Members.Thumbprint));
    }

    private static Domain Domain(params string[] scopes) =>
        Members.Domain(ImplicitConsent.Permit, Members.Participant("north", ParticipantKind.Ehr, Members.Client("north-ehr", "north", scopes)));
}
