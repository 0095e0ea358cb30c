using HieImaging.PretendFacility.Misbehaving;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>F09: kill -9 while images stream. The clinician must see a broken answer, never a short study that ends as if it were whole.</summary>
internal sealed class RetrievalCut() : Fault("F09", "kill -9 in the middle of a retrieval", TimeSpan.FromSeconds(10))
{
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(2);

    public override async Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation)
    {
        var (hospital, archive) = site.Sites[random.Next(site.Sites.Count)];
        using var request = await site.Work.RetrievalAsync(hospital);
        var came = new Arrived();
        archive.Fault = ArchiveFault.Stalls;
        try
        {
            var before = archive.Requests;
            var receiving = ReceiveAsync(site, request, came, cancellation);
            await Deadline.Until("the archive is asked for images", () => Task.FromResult(archive.Requests > before));
            await Task.WhenAny(came.First.Task, Task.Delay(UnderWay, cancellation));
            await site.KillNodesAsync();
            if (await receiving)
                throw new FaultMissedException($"The answer ended as if it were whole after {came.Bytes} bytes.");
        }
        finally
        {
            archive.Fault = ArchiveFault.None;
        }
        var ready = await site.StartAgainAsync();
        await site.ServesAgainAsync();
        return new Inflicted($"the answer broke off after {came.Bytes} bytes", ready);
    }

    /// <returns>Whether the answer ended in good order, with success.</returns>
    private static async Task<bool> ReceiveAsync(FaultSite site, HttpRequestMessage request, Arrived came, CancellationToken cancellation)
    {
        try
        {
            using var answer = await site.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            var buffer = new byte[4096];
            while (await body.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                came.Bytes += read;
                came.First.TrySetResult();
            }
            return answer.IsSuccessStatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return false;
        }
    }

    private sealed class Arrived
    {
        public TaskCompletionSource First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Bytes { get; set; }
    }
}
