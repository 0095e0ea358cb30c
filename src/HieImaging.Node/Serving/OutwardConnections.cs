using HieImaging.Node.Messaging;
using HieImaging.Wire.Connecting;
using Npgsql;

namespace HieImaging.Node.Serving;

/// <summary>What the node connects to for its whole life: nothing of it leaves this machine unencrypted.</summary>
internal static class OutwardConnections
{
    /// <summary>Why the node must not start, one line each.</summary>
    public static IReadOnlyList<string> Refusals(NpgsqlConnectionStringBuilder postgres, string bus, PlainHosts plain)
    {
        var refusals = new List<string>();
        if (postgres.SslMode < SslMode.Require)
            refusals.AddRange(HostsOf(postgres).Where(host => !plain.AllowPlain(host)).Select(host =>
                $"PostgreSQL at {host} needs TLS: SSL Mode=VerifyFull (and Root Certificate=…), or {host} in {PlainHosts.Section}."));
        if (!MessageBus.IsMemory(bus) && !plain.Allow(new Uri(bus)))
            refusals.Add($"RabbitMQ at {new Uri(bus).Host} needs TLS: amqps://…, or the host in {PlainHosts.Section}.");
        return refusals;
    }

    /// <summary>What an operator should know of before somebody else does.</summary>
    public static IReadOnlyList<string> Warnings(NpgsqlConnectionStringBuilder postgres) =>
        postgres.SslMode == SslMode.Require && HostsOf(postgres).Any(host => !PlainHosts.None.AllowPlain(host))
            ? ["The connection to PostgreSQL is encrypted, but nobody checks whose it is: SSL Mode=VerifyFull does."]
            : [];

    // A list of host[:port], or the folder of a Unix socket.
    private static IEnumerable<string> HostsOf(NpgsqlConnectionStringBuilder postgres) => (postgres.Host ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(host => host[0] is not ('/' or '@'))
        .Select(host => Uri.TryCreate("postgres://" + host, UriKind.Absolute, out var address) ? address.Host : host);
}
