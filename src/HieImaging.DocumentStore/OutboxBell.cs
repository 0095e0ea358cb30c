using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// Rings when something was committed to the outbox: LISTEN on a connection of its own. A ring may be missed, so whoever waits also polls.
/// </summary>
public sealed class OutboxBell(Store store) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <summary>Returns at the next ring or after the given time.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            if (_connection is null)
            {
                _connection = store.Source.CreateConnection();
                await _connection.OpenAsync(cancellation);
                await using var listen = SqlFragment.Raw("listen hie_outbox").ToCommand(_connection);
                await listen.ExecuteNonQueryAsync(cancellation);
                return;                                         // what was committed meanwhile did not ring: look first
            }

            await _connection.WaitAsync(atMost, cancellation);
        }
        catch (NpgsqlException broken)
        {
            await DisposeAsync();
            throw new StoreUnavailableException("The connection that listens was lost.", broken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        try
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await using var unlisten = SqlFragment.Raw("unlisten *").ToCommand(connection);
                await unlisten.ExecuteNonQueryAsync();          // connections go back to the pool as they are
            }
        }
        catch (NpgsqlException)
        {
            // Broken, and so silent.
        }

        await connection.DisposeAsync();
    }
}
