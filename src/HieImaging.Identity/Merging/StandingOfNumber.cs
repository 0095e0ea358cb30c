using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;

namespace HieImaging.Identity.Merging;

/// <summary>
/// How a number stands by all that was said of it, under its old forms (A47) too: what a steward is shown, and what he accepts, is what
/// settling it reads.
/// </summary>
internal static class StandingOfNumber
{
    public static async Task<SourceStanding> ReadAsync(
        DocumentSession session, string source, PatientIdentifier number, CancellationToken cancellation)
    {
        var named = new Dictionary<string, PatientIdentifier>(StringComparer.Ordinal) { [source] = number };
        return Settlement.Of(await Component.LoadAsync(session, named, cancellation)).Standings[source];
    }
}
