using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// Feels PostgreSQL's pulse twice a second on a connection of its own. A pulse missed for 2.5 s means
/// that it hangs or is gone: every waiting caller is freed and every new one refused at once, until it
/// answers again. Without it a stopped server would hold each caller to the <see cref="Deadline"/>.
/// </summary>
public sealed partial class StorePulse(Store store, TimeProvider clock, ILogger<StorePulse> log) : BackgroundService
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(500), Patience = TimeSpan.FromMilliseconds(2500);

    private readonly SpareThreads _spare = new(new NpgsqlConnectionStringBuilder(store.Source.ConnectionString).MaxPoolSize);

    private NpgsqlConnection? _connection;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rhythm = new PeriodicTimer(Rhythm, clock);
        try
        {
            do
            {
                if (await Beats() || await Beats())             // a second time for a connection that was merely closed
                    Answered();
                else
                    Missed();
            }
            while (await rhythm.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            Leave(Task.CompletedTask);
        }
    }

    private async Task<bool> Beats()
    {
        var beat = Beat();
        try
        {
            await beat.WaitAsync(Patience, clock);
            return true;
        }
        catch (Exception missed) when (missed is TimeoutException or NpgsqlException)
        {
            Leave(beat);
            if (missed is TimeoutException && store.Answers)
                Missed();                                       // it hangs: free the callers now, then ask once more
            return false;
        }
    }

    private async Task Beat()
    {
        var connection = _connection ??= store.Source.CreateConnection();
        if (connection.State != System.Data.ConnectionState.Open)
            await connection.OpenAsync();
        await using var command = SqlFragment.Raw("select 1").ToCommand(connection);
        await command.ExecuteScalarAsync();
    }

    private void Leave(Task beat)
    {
        if (_connection is { } connection)
            _ = Close(connection, beat);
        _connection = null;
    }

    private static async Task Close(NpgsqlConnection connection, Task beat)
    {
        await beat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }

    private void Answered()
    {
        if (!store.Answers)
            LogAnswers(log);
        store.Deadline.Regain();
        _spare.GiveBack();
    }

    private void Missed()
    {
        if (store.Answers)
            LogSilent(log);
        store.Deadline.Lose();
        _spare.Have();
    }

    [LoggerMessage(1001, LogLevel.Error, "PostgreSQL does not answer; callers are refused until it does.")]
    private static partial void LogSilent(ILogger log);

    [LoggerMessage(1002, LogLevel.Information, "PostgreSQL answers again.")]
    private static partial void LogAnswers(ILogger log);
}
