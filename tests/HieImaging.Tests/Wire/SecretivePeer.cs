using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace HieImaging.Tests.Wire;

/// <summary>A peer on loopback that speaks TLS alone, asks for a certificate, and says "hello" to whoever shows one.</summary>
internal sealed class SecretivePeer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SecretivePeer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal));

    /// <summary>Thumbprints of the certificates that it was shown.</summary>
    public List<string> Shown { get; } = [];

    public static async Task<SecretivePeer> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, socket => socket.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.AllowAnyClientCertificate();
        })));
        var app = builder.Build();
        var peer = new SecretivePeer(app);
        app.Run(http =>
        {
            lock (peer.Shown)
                peer.Shown.Add(http.Connection.ClientCertificate!.Thumbprint);
            return http.Response.WriteAsync("hello");
        });
        await app.StartAsync();
        return peer;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
