using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// What is told at a commit to every process that listens (NOTIFY): for what is kept for a moment and must be let go. A telling may be
/// missed, so who keeps something also lets it go by the clock.
/// </summary>
public static class Announcements
{
    /// <summary>Told once the session is saved.</summary>
    public static void Tell(DocumentSession session, string channel, string word) => session.Enqueue($"select pg_notify({channel}, {word})");

    /// <summary>Listens on a connection of its own until that is lost.</summary>
    /// <param name="listening">From here on nothing is missed.</param>
    /// <exception cref="StoreUnavailableException">The connection was not had, or lost.</exception>
    public static async Task ListenAsync(Store store, string channel, Action listening, Action<string> heard, CancellationToken cancellation)
    {
        try
        {
            await using var connection = store.Source.CreateConnection();
            await connection.OpenAsync(cancellation);
            connection.Notification += Hear;
            try
            {
                await using (var listen = SqlFragment.Text($"listen {channel}").ToCommand(connection))
                    await listen.ExecuteNonQueryAsync(cancellation);
                listening();
                while (true)
                    await connection.WaitAsync(cancellation);
            }
            finally
            {
                connection.Notification -= Hear;
                await Unlisten(connection);
            }
        }
        catch (NpgsqlException lost)
        {
            throw new StoreUnavailableException("The connection that listens was lost.", lost);
        }

        void Hear(object? sender, NpgsqlNotificationEventArgs told)
        {
            if (told.Channel == channel)
                heard(told.Payload);
        }
    }

    // Connections go back to the pool as they are.
    private static async Task Unlisten(NpgsqlConnection connection)
    {
        if (connection.State != System.Data.ConnectionState.Open)
            return;
        try
        {
            await using var unlisten = SqlFragment.Raw("unlisten *").ToCommand(connection);
            await unlisten.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // Broken, and so silent.
        }
    }
}
