using HieImaging.Wire.Listening;
using Xunit;

namespace HieImaging.Tests.Wire;

public class ListenerOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:0", false, true)]
    [InlineData("http://[::1]:8080", false, true)]
    [InlineData("http://localhost:8080", false, true)]
    [InlineData("http://0.0.0.0:8080", false, false)]
    [InlineData("http://*:8080", false, false)]
    [InlineData("mllp://10.0.0.1:2575", false, false)]
    [InlineData("https://0.0.0.0:8443", true, true)]
    public void A_listener_off_loopback_needs_TLS(string url, bool tls, bool starts)
    {
        var options = new ListenerOptions { Url = url, Tls = tls ? new TlsOptions { CertificateFile = "c.pem", KeyFile = "k.pem" } : null };
        Assert.Equal(starts, options.Refusal is null);
    }
}
