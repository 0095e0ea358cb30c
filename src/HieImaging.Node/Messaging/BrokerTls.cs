using HieImaging.Wire.Connecting;
using MassTransit;
using RabbitMQ.Client;

namespace HieImaging.Node.Messaging;

/// <summary>TLS to RabbitMQ (<c>amqps://…</c>), the same for the bus and for the connections of our own.</summary>
internal static class BrokerTls
{
    public static bool IsAsked(Uri broker) => broker.Scheme == "amqps";

    public static SslOption Option(Uri broker, ClientTlsOptions tls) => new(broker.Host, enabled: true)
    {
        Version = ClientTlsOptions.Protocols,
        Certs = tls.Certificate() is { } certificate ? [certificate] : null,
        CertificateValidationCallback = (_, shown, _, errors) => tls.IsBelieved(shown, errors),
    };

    public static void Apply(IRabbitMqHostConfigurator host, Uri broker, ClientTlsOptions tls) => host.UseSsl(ssl =>
    {
        ssl.Protocol = ClientTlsOptions.Protocols;
        ssl.ServerName = broker.Host;
        ssl.Certificate = tls.Certificate();
        ssl.CertificateValidationCallback = (_, shown, _, errors) => tls.IsBelieved(shown, errors);
    });
}
