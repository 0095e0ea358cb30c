namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>PostgreSQL ends, dies, or stands still (F14–F17), or has no room (F40).</summary>
public static class PostgresFaults
{
    private static readonly TimeSpan Bar = TimeSpan.FromSeconds(15);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new ServerRestart("F14", "PostgreSQL is restarted, as for an update", "postgres", servers => servers.StopAsync("postgres"), Bar),
        new ServerRestart("F15", "kill -9 of PostgreSQL with all its processes", "postgres", servers => servers.KillAsync("postgres"), Bar),
        new BackendKilled("F16", Bar),
        new PostgresStopped("F17", Bar, [6]),
        new PostgresStopped("F17-30", Bar, [30, 30, 30, 120]),
        new PostgresFull("F40", Bar),
    ];
}
