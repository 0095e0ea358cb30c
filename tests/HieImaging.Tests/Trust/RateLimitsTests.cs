using System.Net;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Trust.Admission;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace HieImaging.Tests.Trust;

public sealed class RateLimitsTests
{
    [Fact]
    public void Each_client_has_a_bucket_of_its_own()
    {
        using var rates = Rates(new RateOptions { ClientPerSecond = 1, ClientBurst = 3 });
        for (var i = 0; i < 3; i++)
            Assert.Null(rates.OfClient("hasty", Transaction.Rad107));
        Assert.InRange(rates.OfClient("hasty", Transaction.Rad107)!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5));
        Assert.Null(rates.OfClient("other", Transaction.Rad107));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void An_address_is_one_subscriber(string first, string second, bool same)
    {
        using var rates = Rates(new RateOptions { AddressPerSecond = 1, AddressBurst = 1 });
        Assert.Null(rates.OfAddress(From(first), Transaction.Iti71));
        Assert.Equal(same, rates.OfAddress(From(second), Transaction.Iti71) is not null);
    }

    [Fact]
    public void Failures_under_one_name_leave_others_at_the_address_their_attempts()
    {
        using var rates = Rates(new RateOptions { FailuresPerSecond = 1, FailuresBurst = 2 });
        var hospital = From("192.0.2.1");
        Assert.Null(rates.OfFailure(hospital, "guessed", Transaction.Iti71));
        Assert.Null(rates.OfFailure(hospital, "guessed", Transaction.Iti71));
        Assert.NotNull(rates.BeforeAttempt(hospital, "guessed", Transaction.Iti71));
        Assert.Null(rates.BeforeAttempt(hospital, "other", Transaction.Iti71));
        Assert.Null(rates.BeforeAttempt(hospital, null, Transaction.Iti71));
    }

    [Fact]
    public void Failures_are_of_an_address_whatever_it_speaks()
    {
        using var rates = Rates(new RateOptions { FailuresPerSecond = 1, FailuresBurst = 2 });
        Assert.Null(rates.OfFailure(IPAddress.Parse("::ffff:192.0.2.1"), null, Transaction.NoDoor));
        Assert.Null(rates.OfFailure(From("192.0.2.1"), null, Transaction.Iti71));
        Assert.NotNull(rates.OfFailure(IPAddress.Parse("192.0.2.1"), null, Transaction.NoDoor));
        Assert.Null(rates.OfFailure(IPAddress.Parse("192.0.2.1"), "known", Transaction.NoDoor));
        Assert.Null(rates.OfFailure(IPAddress.Parse("192.0.2.2"), null, Transaction.NoDoor));
    }

    [Fact]
    public void Nothing_a_second_is_no_limit()
    {
        using var rates = Rates(new RateOptions { ClientPerSecond = 0, FailuresPerSecond = 0 });
        for (var i = 0; i < 5000; i++)
            Assert.Null(rates.OfClient("bench", Transaction.Rad107));
        Assert.Null(rates.BeforeAttempt(From("192.0.2.1"), null, Transaction.Iti71));
    }

    private static RateLimits Rates(RateOptions options) => new(Options.Create(options));

    private static DefaultHttpContext From(string address) => new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
}
