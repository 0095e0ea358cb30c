namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>Something that breaks and is mended while a workload runs. What it did to the data, the checker judges afterwards.</summary>
/// <param name="id">As trust.md section 6 numbers it: <c>F03</c>.</param>
/// <param name="name">What breaks, in plain words.</param>
/// <param name="bar">Recovery may take so long.</param>
public abstract class Fault(string id, string name, TimeSpan bar)
{
    public string Id => id;

    public string Name => name;

    public TimeSpan Bar => bar;

    /// <summary>Breaks it, makes sure that it really is broken, mends it and waits until the exchange has recovered.</summary>
    /// <param name="random">Decides what is left to chance.</param>
    /// <exception cref="FaultMissedException">It did not bite, or the exchange did what it must not do meanwhile.</exception>
    public abstract Task<Inflicted> InflictAsync(FaultSite site, Random random, CancellationToken cancellation);
}
