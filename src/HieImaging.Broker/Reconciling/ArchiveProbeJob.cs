using HieImaging.Archives;
using HieImaging.Broker.Retrieving;
using HieImaging.RecordLocator.Participants;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HieImaging.Broker.Reconciling;

/// <summary>Asks every registered archive whether it answers, so that the completeness notice is true where nobody has retrieved,
/// and after an outage.</summary>
internal sealed class ArchiveProbeJob(
    DicomWebArchive archive, ArchiveHealth health, CurrentDomain domain, IOptions<ArchiveOptions> options) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ProbeEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var (custodian, root) in Roots())
            {
                var answer = await archive.GetAsync(root, "studies?limit=1", "application/dicom+json", converts: false, stoppingToken);
                if (answer is ArchiveAnswer.Found found)
                    await found.DisposeAsync();
                health.Heard(custodian, root, answer is not ArchiveAnswer.Unavailable);
            }
    }

    private IEnumerable<(string Custodian, string Root)> Roots() =>
        from participant in domain.Now.File.Participants
        from way in participant.Archives
        where way.DicomWeb is not null
        select (participant.Id, way.DicomWeb!.TrimEnd('/'));
}
