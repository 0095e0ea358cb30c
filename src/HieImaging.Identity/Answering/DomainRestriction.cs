using System.Text.Json;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Search;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Answering;

/// <summary>
/// The domains whose numbers a search of Patient wants to see (PDQm 2:3.78.4.1.2): <c>identifier=system|</c>, with commas or repeated,
/// shows of each patient the numbers of these alone, as QPD-8 does in ITI-21.
/// </summary>
internal static class DomainRestriction
{
    /// <summary>What is shown of a Patient; null: no domain is named, and all is shown.</summary>
    public static Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Of(SearchQuery query, Domain domain)
    {
        var systems = query.Terms.Where(term => term is { Name: "identifier", Modifier: null, Chain: null })
            .SelectMany(term => term.Values).Select(text => TokenValue.Parse("identifier", text))
            .OfType<SearchReading<TokenValue>.Accepted>().Select(token => token.Value)
            .Where(token => token is { System.Length: > 0, Code.Length: 0 }).Select(token => NamedAuthority.SystemOf(domain, token.System!))
            .ToHashSet(StringComparer.Ordinal);
        return systems.Count == 0 ? null : patient => ResourceSubset.Items(patient, "identifier", identifier => IsOf(identifier, systems));
    }

    private static bool IsOf(JsonElement identifier, HashSet<string> systems) =>
        identifier.TryGetProperty("system", out var system) && systems.Contains(CarriedIdentifier.SystemOf(system.GetString()!));
}
