using System.Text.Json;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Policy;
using HieImaging.Trust.Tokens;

namespace HieImaging.Governance.Onboarding;

/// <summary>Reads an affinity-domain file and tells all that is wrong with it: its structure, what <see cref="DomainCheck"/> finds,
/// clients' keys, scopes and purposes. Pure.</summary>
public static class DomainFileCheck
{
    /// <summary>The longest file that is read.</summary>
    public const int Limit = 16 * 1024 * 1024;

    /// <returns>The file, and no problems; or null and at least one.</returns>
    public static (AffinityDomainFile? File, IReadOnlyList<string> Problems) Read(ReadOnlySpan<byte> utf8)
    {
        var (file, problem) = Parse(utf8);
        IReadOnlyList<string> problems = file is null ? [problem!] : ProblemsOf(file);
        return (problems.Count == 0 ? file : null, problems);
    }

    /// <returns>A file whose structure alone is right; or null and what is wrong with it.</returns>
    internal static (AffinityDomainFile? File, string? Problem) Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Limit)
            return (null, "The file is larger than 16 MiB.");
        try
        {
            return (AffinityDomainFile.Read(utf8), null);
        }
        catch (JsonException failure)
        {
            return (null, $"Not an affinity-domain file: {failure.Message}");
        }
        catch (InvalidOperationException)
        {
            return (null, "Not an affinity-domain file: a string in it is no text (ill-formed UTF-8 or half a surrogate pair).");
        }
    }

    /// <summary>What is wrong with a file whose structure is right; a key costs a millisecond.</summary>
    internal static IReadOnlyList<string> ProblemsOf(AffinityDomainFile file) =>
        [.. DomainCheck.Of(file), .. file.Participants.SelectMany(participant => participant.Clients).SelectMany(Client)];

    private static IEnumerable<string> Client(ParticipantClient client)
    {
        foreach (var problem in ClientKey.ProblemsOf(client.Jwks))
            yield return $"client {client.Id}: {problem}";
        foreach (var scope in client.Scopes.Where(scope => !ScopeText.TryRead(scope, out var one) || one.Count != 1))
            yield return $"client {client.Id}: {scope} is not a scope";
        foreach (var purpose in client.Purposes.Where(purpose => !Purposes.Known.Contains(purpose)))
            yield return $"client {client.Id}: purpose {purpose} is not one of {string.Join(' ', Purposes.Known)}";
    }
}
