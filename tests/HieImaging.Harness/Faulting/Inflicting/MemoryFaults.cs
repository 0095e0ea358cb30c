namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>The node has little memory, and is sent what costs much (F41).</summary>
public static class MemoryFaults
{
    public static IReadOnlyList<Fault> All { get; } = [new LittleMemory("F41")];
}
