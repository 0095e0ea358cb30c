using HieImaging.DocumentStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HieImaging.Identity.Receiving;

/// <summary>Forgets what was said under control ids so long ago that nobody sends it again. What it said stays: words, merges and
/// assertions are kept by themselves.</summary>
internal sealed partial class ForgetMessagesJob(
    Store store, IOptions<MllpOptions> options, TimeProvider clock, ILogger<ForgetMessagesJob> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Recurring.RunAsync(
        Every, clock, cancellation => FeedMessages.ForgetAsync(store, options.Value.KeptFor, cancellation),
        failure => Delayed(log, failure), stoppingToken, atOnce: true);

    [LoggerMessage(5403, LogLevel.Warning, "Old messages of HL7 v2 could not be forgotten now ({Failure}).")]
    private static partial void Delayed(ILogger log, string failure);
}
