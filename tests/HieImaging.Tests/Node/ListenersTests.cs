using HieImaging.Node.Serving;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class ListenersTests
{
    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:8080;http://[::1]:8080")]
    public void Loopback_may_be_plain(string urls) => Assert.Empty(Listeners.Refusals(new ListeningOptions { Urls = urls }));

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://127.0.0.1:8080;http://192.0.2.1:80")]
    [InlineData("https://127.0.0.1:8443")]
    [InlineData("http://hie.example.org:8080")]
    public void Anything_else_without_tls_keeps_the_node_from_starting(string urls) =>
        Assert.Single(Listeners.Refusals(new ListeningOptions { Urls = urls }));

    [Fact]
    public void A_limit_that_is_none_keeps_the_node_from_starting() =>
        Assert.Equal(2, Listeners.Refusals(new ListeningOptions { Limits = new() { Connections = 0, KeepAlive = TimeSpan.Zero } }).Count);

    [Fact]
    public void Health_and_metrics_obey_the_same_rule() =>
        Assert.Single(Listeners.Refusals(new ListeningOptions { Management = "http://0.0.0.0:8081" }));
}
