using HieImaging.PretendFacility.Misbehaving;
using Xunit;

namespace HieImaging.SystemTests.Harness;

/// <summary>A real archive that a publisher watches through a proxy which may go wrong; each story begins with it empty.</summary>
public sealed class WatchedArchive : IAsyncLifetime
{
    private static readonly HttpClient Http = new();

    public ArchiveProcess Archive { get; private set; } = null!;

    public ArchiveProxy Proxy { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Archive = await ArchiveProcess.StartAsync("watched", Http);
        Proxy = await ArchiveProxy.StartAsync(Archive.DicomWeb);
    }

    /// <summary>Empty, and well.</summary>
    public async Task EmptyAsync()
    {
        Proxy.Fault = ListFault.None;
        foreach (var study in await Archive.Inside.StudiesAsync(CancellationToken.None))
            await Archive.Inside.DeleteAsync(study, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Archive.DisposeAsync();
    }
}
