using System.Data.Common;
using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// The pool of connections to one database, with the house's settings where the connection string does not say otherwise.
/// </summary>
public static class PostgresDataSource
{
    /// <param name="connectionString">
    /// <c>Host=…;Username=…;Database=…</c> or an address <c>postgres://user:password@host:port/database</c>.
    /// </param>
    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = Settings(connectionString);
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "hie" }.Build();
    }

    /// <summary>The connection string with the house's settings.</summary>
    public static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = FromAddress(connectionString) };
        var settings = new NpgsqlConnectionStringBuilder(given.ConnectionString);
        Unless(given, "Max Auto Prepare", () => settings.MaxAutoPrepare = 100);      // all that a busy node says over and over
        Unless(given, "Auto Prepare Min Usages", () => settings.AutoPrepareMinUsages = 2);
        Unless(given, "No Reset On Close", () => settings.NoResetOnClose = true);
        Unless(given, "Maximum Pool Size", () => settings.MaxPoolSize = 20);          // four processes fit into PostgreSQL's 100
        Unless(given, "Include Failed Batched Command", () => settings.IncludeFailedBatchedCommand = true);   // whose message it was
        Unless(given, "Timeout", () => settings.Timeout = 3);
        Unless(given, "Command Timeout", () => settings.CommandTimeout = 10);          // above statement_timeout; a hung server only
        Unless(given, "Application Name", () => settings.ApplicationName = "hie-node");
        // nothing here runs for so long that compiling it would pay
        Unless(given, "Options", () => settings.Options = "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=60000 -c jit=off");
        return settings;
    }

    private static string FromAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("postgres" or "postgresql"))
            return text;
        var user = address.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port > 0 ? address.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
        };
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
            Set(settings, pair[0], Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? ""));
        return settings.ConnectionString;
    }

    // By libpq's names too; a name that is none is refused, for it may have been meant to encrypt.
    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value) => settings[name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "sslcert" => "SSL Certificate",
        "sslkey" => "SSL Key",
        _ => name,
    }] = name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;

    private static void Unless(DbConnectionStringBuilder given, string keyword, Action set)
    {
        if (!given.ContainsKey(keyword))
            set();
    }
}
