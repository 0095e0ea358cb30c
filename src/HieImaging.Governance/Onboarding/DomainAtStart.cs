using HieImaging.DocumentStore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HieImaging.Governance.Onboarding;

/// <summary>Imports the file that the setting <c>Domain</c> names, before the doors open; a file with anything wrong in it keeps the node
/// from starting.</summary>
internal sealed partial class DomainAtStart(
    DomainImport import, IConfiguration settings, TimeProvider clock, ILogger<DomainAtStart> logger) : IHostedLifecycleService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings["Domain"] is not { Length: > 0 } path)
            return;
        var file = await File.ReadAllBytesAsync(path, cancellationToken);
        switch (await PatientlyAsync(cancellation => import.RunAsync(file, cancellation), cancellationToken))
        {
            case DomainImportAnswer.Refused refused:
                throw new InvalidOperationException("The affinity-domain file is refused: " + string.Join("; ", refused.Problems));
            case DomainImportAnswer.Imported imported:
                Imported(logger, imported.Version, imported.Changed);
                break;
            case DomainImportAnswer.Unchanged:
                break;
        }
    }

    /// <summary>Now a port that was chosen at start is known too.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => PatientlyAsync(import.MoveAsync, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<DomainImportAnswer> PatientlyAsync(
        Func<CancellationToken, Task<DomainImportAnswer>> once, CancellationToken cancellation) =>
        StoreAtStart.WaitAsync(once, clock, () => Waiting(logger), cancellation);

    [LoggerMessage(5101, LogLevel.Information, "Affinity domain, version {Version}; {Changed} Organizations and Endpoints changed.")]
    private static partial void Imported(ILogger logger, int version, int changed);

    [LoggerMessage(5102, LogLevel.Warning, "PostgreSQL does not answer yet: the affinity domain waits.")]
    private static partial void Waiting(ILogger logger);
}
