using HieImaging.DocumentStore;
using HieImaging.Governance;
using HieImaging.RecordLocator;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Callers;

namespace HieImaging.Node.Commands;

/// <summary>What a command needs of a node that does not serve: the store, who takes part, and Governance. Nothing of it runs by
/// itself.</summary>
internal static class NodeServices
{
    /// <summary>Null after saying which setting is missing.</summary>
    /// <param name="add">What else the command needs.</param>
    public static ServiceProvider? Open(Action<IServiceCollection>? add = null)
    {
        var settings = NodeSettings.Read();
        if (settings.Required("ConnectionStrings:Postgres") is not { } postgres)
            return null;
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IConfiguration>(settings).AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => PostgresDataSource.Open(postgres)).AddSingleton<Store>();
        services.AddSingleton(new PublicAddress(settings["Listening:PublicUrl"]?.TrimEnd('/'), () => PublicAddress.Default));
        services.AddRecordLocator().AddTrust().AddGovernance();
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
