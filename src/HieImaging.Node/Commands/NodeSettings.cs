namespace HieImaging.Node.Commands;

/// <summary>Ordinary .NET configuration: <c>appsettings.json</c> in the current folder, then the environment.</summary>
internal static class NodeSettings
{
    public static IConfigurationRoot Read() => new ConfigurationBuilder()
        .SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>A setting that a command cannot do without; null after saying so.</summary>
    public static string? Required(this IConfiguration settings, string name)
    {
        if (settings[name] is { Length: > 0 } value)
            return value;
        Console.Error.WriteLine(
            $"The setting {name} is missing (in the environment: {name.Replace(":", "__", StringComparison.Ordinal)}).");
        return null;
    }
}
