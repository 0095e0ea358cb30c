namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>RabbitMQ is away, dies, stands still or takes nothing (F22–F25).</summary>
public static class BrokerFaults
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(8);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new BrokerFault("F22", "RabbitMQ's application is stopped and started", async servers =>
        {
            await TellAsync(servers, "stop_app");
            return "stop_app";
        }, servers => TellAsync(servers, "start_app"), TimeSpan.Zero),
        new BrokerFault("F23", "kill -9 of RabbitMQ", async servers =>
        {
            var before = await servers.PidAsync("rabbitmq");
            await servers.KillAsync("rabbitmq");
            return await servers.PidAsync("rabbitmq") is null ? $"pid {before} killed" : throw new FaultMissedException("RabbitMQ runs still.");
        }, servers => servers.StartAsync("rabbitmq"), TimeSpan.Zero),
        new BrokerFault("F23-leaderless", "RabbitMQ comes back with queues that have no leader", async servers =>
        {
            await servers.StopAsync("rabbitmq");
            servers.ForgetQuorumQueues();
            return "stopped, its register of queues deleted";
        }, servers => servers.StartAsync("rabbitmq"), TimeSpan.Zero),
        new BrokerFault("F24", "RabbitMQ stands still (SIGSTOP)", async servers =>
        {
            var pid = await servers.PidAsync("rabbitmq") ?? throw new FaultMissedException("RabbitMQ does not run.");
            await ProcessStatus.StopAsync(pid);
            return $"pid {pid} stopped";
        }, async servers => await ProcessStatus.SignalAsync("CONT", (int)(await servers.PidAsync("rabbitmq"))!), Outage),
        new BrokerFault("F25", "RabbitMQ has no disk and takes nothing", async servers =>
        {
            await TellAsync(servers, "set_disk_free_limit", "900GB");
            await Deadline.Until("RabbitMQ has an alarm", async () => !(await servers.ControlAsync("status", "--formatter", "json")).Contains("\"alarms\":[]", StringComparison.Ordinal));
            return "disk alarm";
        }, servers => TellAsync(servers, "set_disk_free_limit", "100MB"), Outage),
    ];

    // Beside a node that has just started, or stood still, the tool is refused for a while.
    private static Task TellAsync(Servers servers, params string[] words) => Deadline.Until("RabbitMQ does as it is told", async () =>
    {
        try
        {
            await servers.ControlAsync(words);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }, TimeSpan.FromMinutes(1));
}
