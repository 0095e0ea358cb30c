namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>Messages that cannot be consumed, or not fast enough (F28, F29).</summary>
public static class ConsumerFaults
{
    public static IReadOnlyList<Fault> All { get; } = [new PoisonAmongOthers("F28", 100, 10_000), new SlowConsumer("F29", 4_000)];
}
