using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;

namespace HieImaging.Node.Commands;

/// <summary>What commands of the identity room have in common: its services with the domain in force, and how they end.</summary>
internal static class IdentityServices
{
    public static async Task<int> RunAsync(Func<IServiceProvider, Task<int>> act, CancellationToken cancellation)
    {
        await using var services = NodeServices.Open(more => more.AddIdentity());
        if (services is null)
            return 2;
        try
        {
            await services.GetRequiredService<CurrentDomain>().RefreshAsync(cancellation);
            return await act(services);
        }
        catch (StoreUnavailableException unavailable)
        {
            Console.Error.WriteLine(unavailable.Message);
            return 3;
        }
    }

    /// <summary>A source identity by its id or by its number; null where the text is neither.</summary>
    public static string? SourceOf(IServiceProvider services, string text)
    {
        if (text.Split('|') is not [var system, var value])
            return text;
        return AssigningAuthority.TryParse(system, out var authority) && PatientIdentifier.TryCreate(authority, value, out var number)
            ? services.GetRequiredService<ResourceIds>().Source(number)
            : null;
    }
}
