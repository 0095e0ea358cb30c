namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>Every fault of the suite: one line for each family.</summary>
public static class FaultCatalog
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. NodeFaults.All,
        .. PostgresFaults.All,
        .. BrokerFaults.All,
        .. ConsumerFaults.All,
        .. ArchiveFaults.All,
        .. MemoryFaults.All,
        .. NetworkFaults.All,
    ];
}
