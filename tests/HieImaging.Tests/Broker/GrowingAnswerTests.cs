using System.Text.Json;
using HieImaging.Broker.Retrieving;
using HieImaging.Wire;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HieImaging.Tests.Broker;

public sealed class GrowingAnswerTests : IDisposable
{
    private const int Most = 256 * 1024;
    private const int Large = 100 * 1024;

    private readonly MemoryStream _body = new();
    private readonly DefaultHttpContext _http = new();
    private readonly ByteBudget _budget = new(1 << 20);

    public GrowingAnswerTests() => _http.Response.Body = _body;

    public void Dispose() => _body.Dispose();

    [Theory]
    [InlineData(3, 3, 200)]
    [InlineData(2, 3, 206)]
    [InlineData(0, 3, 404)]
    public async Task What_is_gathered_says_first_how_it_ended(int sent, int registered, int status)
    {
        using (var answer = await AnswerAsync(sent, 100))
        {
            Assert.Equal(0, _body.Length);
            await answer.EndAsync(sent, registered);
        }

        Assert.Equal(status, _http.Response.StatusCode);
        Assert.Equal(status == 206, _http.Response.Headers.Warning.ToString().Contains("1 of 3", StringComparison.Ordinal));
        Assert.Equal(sent == 0 ? null : _body.Length, _http.Response.ContentLength);
        if (sent > 0)
            Assert.Equal(sent, Sent());
        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public async Task What_is_larger_begins_and_goes_on_without_being_gathered()
    {
        using var answer = await AnswerAsync(40, Large);
        Assert.True(answer.HasBegun);
        Assert.InRange(_budget.Held, 0, Most);
        Assert.InRange(_body.Length, 39 * Large, 41 * Large);

        await answer.EndAsync(40, 40);

        Assert.Equal(200, _http.Response.StatusCode);
        Assert.Null(_http.Response.ContentLength);
        Assert.Equal(40, Sent());
    }

    [Fact]
    public async Task What_has_begun_and_is_short_has_no_end()
    {
        using var answer = await AnswerAsync(4, Large);

        await Assert.ThrowsAsync<IOException>(() => answer.EndAsync(4, 5));

        Assert.ThrowsAny<JsonException>(() => Sent());
    }

    [Fact]
    public async Task Who_finds_no_room_has_been_sent_nothing()
    {
        using var others = _budget.Open();
        Assert.True(others.TryHold(900 * 1024));

        await Assert.ThrowsAsync<NoRoomException>(() => AnswerAsync(2, Large));

        Assert.Equal(0, _body.Length);
    }

    private async Task<GrowingAnswer> AnswerAsync(int instances, int text)
    {
        var answer = new GrowingAnswer(_http, Most, _budget.Open());
        using var instance = JsonDocument.Parse($$$"""{"0040A160":{"vr":"UT","Value":["{{{new string('a', text)}}}"]}}""");
        for (var i = 0; i < instances; i++)
            await answer.AddAsync(new MetadataRewrite("https://hie.example/instance", _ => null), instance.RootElement);
        return answer;
    }

    private int Sent()
    {
        using var json = JsonDocument.Parse(_body.ToArray());
        return json.RootElement.GetArrayLength();
    }
}
