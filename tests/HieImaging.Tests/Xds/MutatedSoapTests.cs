using System.Net;
using System.Text;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Submitting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Xds;

public class MutatedSoapTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_thousand_mutations_are_answered_and_none_breaks_the_door()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (message, contentType) = await GoodAsync();
        var answers = new Dictionary<int, int>();
        using var doors = new SoapDoors();
        for (var i = 0; i < 1_000; i++)
        {
            var (status, type, body) = await doors.PostAsync(new MemoryStream(Mutated(random, message)), contentType);
            Assert.True(status is 200 or 400 or 413 or 415 || Encoding.UTF8.GetString(body) is var text
                && (text.Contains("MustUnderstand", StringComparison.Ordinal) || text.Contains("VersionMismatch", StringComparison.Ordinal)), $"{i}: {status}");
            Assert.NotNull(type);
            answers[status] = answers.GetValueOrDefault(status) + 1;
        }
        output.WriteLine(string.Join(", ", answers.Select(a => $"{a.Key}: {a.Value}")));
    }

    [Fact]
    public async Task The_door_answers_the_client_over_a_socket()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        ProvideAndRegister? provided = null;
        new SoapDoor(app, (_, _) => ValueTask.FromResult(true), (_, _, _) => Task.CompletedTask, SoapBounds.Default).Map(Transaction.Rad68, "/xds/repository", (_, request, _) =>
        {
            provided = ProvideAndRegister.Read(request);
            return Task.FromResult(SoapAnswer.Of(RegistryResponse.Of(provided.Errors).Write()));
        });
        await app.StartAsync();
        using var http = new HttpClient();
        var kos = new byte[7 * 1024 * 1024];
        Random.Shared.NextBytes(kos);
        var (body, parts) = ProvideAndRegister.Write(SomeSubmission.Good(), [new ProvidedDocument("Document01", kos)]);
        var answer = await new SoapClient(http).SendAsync(
            new Uri(app.Urls.First() + "/xds/repository"), SoapAction.ProvideAndRegister, body, parts, default);
        Assert.Equal(ResponseStatus.Success, RegistryResponse.Read(answer.Body!)!.Status);
        Assert.True(provided!.Documents[0].Content.Span.SequenceEqual(kos));
    }

    /// <summary>A few bytes changed, removed, doubled or cut off.</summary>
    private static byte[] Mutated(Random random, byte[] message)
    {
        var bytes = message.ToList();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(20) == 0 ? bytes.Count - at : 1);
                    break;
            }
            if (bytes.Count == 0)
                break;
        }
        return [.. bytes];
    }

    private static async Task<(byte[] Message, string ContentType)> GoodAsync()
    {
        var (body, parts) = ProvideAndRegister.Write(SomeSubmission.Good(), [new ProvidedDocument("Document01", "\0\0DICM"u8.ToArray())]);
        using var stream = new MemoryStream();
        var envelope = EnvelopeWriter.Request(SoapAction.ProvideAndRegister, "urn:uuid:1", new Uri("http://127.0.0.1/"), body);
        await EnvelopeWriter.WritePackageAsync(stream, "hie-boundary", envelope, parts, default);
        return (stream.ToArray(), EnvelopeWriter.PackageType("hie-boundary"));
    }
}
