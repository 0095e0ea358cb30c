using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using HieImaging.AffinityDomain.Transactions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HieImaging.Trust.Admission;

/// <summary>
/// Token buckets of this process: one a client; one an address at the open doors; one for those at an address who fail to prove who they are,
/// so that guessing is slow and costs nobody else his turn. Each question answers how long to wait; null: come in.
/// </summary>
public sealed class RateLimits : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> _clients, _addresses, _failures;
    private readonly Meter _meter = new("HieImaging.Trust");
    private readonly Counter<long> _throttled;

    public RateLimits(IOptions<RateOptions> options)
    {
        var rates = options.Value;
        _clients = Buckets(rates.ClientPerSecond, rates.ClientBurst);
        _addresses = Buckets(rates.AddressPerSecond, rates.AddressBurst);
        _failures = Buckets(rates.FailuresPerSecond, rates.FailuresBurst);
        _throttled = _meter.CreateCounter<long>("hie.throttled", null, "Calls refused for coming too fast");
    }

    /// <summary>Takes one of a client's turns.</summary>
    public TimeSpan? OfClient(string client, Transaction transaction) => Take(_clients, client, transaction, "client");

    /// <summary>Takes one of an address' turns at a door that anybody may ask.</summary>
    public TimeSpan? OfAddress(HttpContext http, Transaction transaction) => Take(_addresses, AddressOf(http.Connection.RemoteIpAddress), transaction, "address");

    /// <summary>Counts a failure to prove who it is.</summary>
    /// <param name="client">Whom it claimed to be, where that is a client that we know; null: nobody.</param>
    public TimeSpan? OfFailure(HttpContext http, string? client, Transaction transaction) =>
        OfFailure(http.Connection.RemoteIpAddress, client, transaction);

    /// <summary>The same of a peer that does not speak HTTP.</summary>
    public TimeSpan? OfFailure(IPAddress? address, string? client, Transaction transaction) =>
        Take(_failures, Guesser(address, client), transaction, "failures");

    /// <summary>Whether another attempt is to wait; takes nothing.</summary>
    public TimeSpan? BeforeAttempt(HttpContext http, string? client, Transaction transaction)
    {
        if (_failures.GetStatistics(Guesser(http.Connection.RemoteIpAddress, client)) is not { CurrentAvailablePermits: < 1 })
            return null;
        Count(transaction, "failures");
        return Period;
    }

    public void Dispose()
    {
        _clients.Dispose();
        _addresses.Dispose();
        _failures.Dispose();
        _meter.Dispose();
    }

    private TimeSpan? Take(PartitionedRateLimiter<string> buckets, string key, Transaction transaction, string by)
    {
        using var lease = buckets.AttemptAcquire(key);
        if (lease.IsAcquired)
            return null;
        Count(transaction, by);
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Period;
    }

    // Never who: a label lives as long as the process.
    private void Count(Transaction transaction, string by) => _throttled.Add(1, new("door", transaction.Id), new("by", by));

    private static PartitionedRateLimiter<string> Buckets(int perSecond, int burst) => PartitionedRateLimiter.Create<string, string>(
        key => perSecond == 0
            ? RateLimitPartition.GetNoLimiter(key)
            : RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = burst, TokensPerPeriod = perSecond, ReplenishmentPeriod = Period, QueueLimit = 0,
            }),
        StringComparer.Ordinal);

    private static string Guesser(IPAddress? address, string? client) =>
        client is null ? AddressOf(address) : AddressOf(address) + " " + client;

    // A subscriber of IPv6 has 2^64 addresses (RFC 6177): they are one.
    private static string AddressOf(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]).ToString()
            : address.ToString();
    }
}
