using System.Collections.Frozen;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.AffinityDomain.Participants;

/// <summary>The domain file as it is asked: by participant, client, authority, source id, location. Immutable;
/// a new import is a new one.</summary>
public sealed class Domain
{
    private readonly FrozenDictionary<string, Participant> _participants;
    private readonly FrozenDictionary<string, (Participant, ParticipantClient)> _clients;
    private readonly FrozenDictionary<string, (Participant, ParticipantClient)> _certificates;
    private readonly FrozenDictionary<string, (Participant, ParticipantClient)> _mllp;
    private readonly FrozenDictionary<string, DomainAuthority> _authorities;
    private readonly FrozenDictionary<string, DomainAuthority> _namespaces;

    /// <param name="file">A file that <see cref="DomainCheck"/> found nothing wrong with.</param>
    /// <param name="version">Counts imports, from 1; 0 before the first.</param>
    public Domain(AffinityDomainFile file, int version)
    {
        File = file;
        Version = version;
        _participants = file.Participants.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        var clients = file.Participants.SelectMany(p => p.Clients.Select(c => (p, c))).ToList();
        _clients = clients.ToFrozenDictionary(pair => pair.c.Id, pair => pair, StringComparer.Ordinal);
        _certificates = clients.SelectMany(pair => pair.c.Certificates.Select(t => (t, pair)))
            .ToFrozenDictionary(x => x.t, x => x.pair, StringComparer.OrdinalIgnoreCase);
        _mllp = clients.SelectMany(pair => pair.c.Mllp.Select(name => (name, pair)))
            .ToFrozenDictionary(x => x.name, x => x.pair, StringComparer.Ordinal);
        _authorities = file.Authorities.ToFrozenDictionary(a => a.Oid, StringComparer.Ordinal);
        _namespaces = file.Authorities.Where(a => a.Namespace is not null).ToFrozenDictionary(a => a.Namespace!, StringComparer.Ordinal);
    }

    public AffinityDomainFile File { get; }

    public int Version { get; }

    public Participant? Participant(string id) => _participants.GetValueOrDefault(id);

    public (Participant Participant, ParticipantClient Client)? Client(string id) =>
        _clients.TryGetValue(id, out var found) ? found : null;

    /// <param name="thumbprint"><c>sha256:</c> and hexadecimal digits.</param>
    public (Participant Participant, ParticipantClient Client)? ClientByCertificate(string thumbprint) =>
        _certificates.TryGetValue(thumbprint, out var found) ? found : null;

    /// <param name="name">MSH-3 and MSH-4: <c>application|facility</c>.</param>
    public (Participant Participant, ParticipantClient Client)? ClientByMllp(string name) =>
        _mllp.TryGetValue(name, out var found) ? found : null;

    public DomainAuthority? Authority(AssigningAuthority authority) => _authorities.GetValueOrDefault(authority.Oid.Text);

    public DomainAuthority? AuthorityByNamespace(string name) => _namespaces.GetValueOrDefault(name);

    /// <summary>Whether the authority is the domain's own (patientIdDomain).</summary>
    public bool IsPatientIdDomain(AssigningAuthority authority) => File.PatientIdDomain.Oid == authority.Oid.Text;

    /// <summary>Whether the participant may assert numbers of the authority: it feeds or uses it.</summary>
    public bool MayAssert(string participant, AssigningAuthority authority) =>
        Authority(authority) is { } known && (known.Feeder == participant || known.UsedBy.Contains(participant));

    /// <summary>Whether the participant is the one source that may feed identities of the authority.</summary>
    public bool MayFeed(string participant, AssigningAuthority authority) =>
        Authority(authority)?.Feeder == participant
        || (IsPatientIdDomain(authority) && File.PatientIdDomain.Feeder == participant);

    /// <summary>The authority of a number that names none: the participant's default, else its only one, else none.</summary>
    public AssigningAuthority? DefaultAuthorityOf(string participant)
    {
        var own = File.Authorities.Where(a => a.UsedBy.Contains(participant) || a.Feeder == participant).ToList();
        var chosen = own.FirstOrDefault(a => a.DefaultFor.Contains(participant)) ?? (own.Count == 1 ? own[0] : null);
        return chosen is null ? null : AssigningAuthority.Parse(chosen.Oid);
    }

    /// <summary>The custodian of a submission: whom sourceId names among those that the client acts for,
    /// else the sender's own participant (principle 4).</summary>
    public Participant CustodianOf(string? sourceId, Participant sender, ParticipantClient client) =>
        File.Participants.FirstOrDefault(p => sourceId is not null && p.SourceIds.Contains(sourceId) && client.ActsFor.Contains(p.Id))
            ?? sender;

    /// <summary>The archive of a custodian by location; absent: its default; unknown: none.</summary>
    public ParticipantArchive? ArchiveOf(string custodian, RetrieveLocationUid? location)
    {
        if (Participant(custodian) is not { } holder)
            return null;
        return location is { } uid
            ? holder.Archives.FirstOrDefault(archive => archive.RetrieveLocationUids.Contains(uid.Text))
            : holder.DefaultArchive;
    }

    /// <summary>The ITI-43 address of a repository of the custodian's own; null for one that is not registered, or has none.</summary>
    public Uri? RepositoryOf(string custodian, string? repositoryUniqueId) =>
        Participant(custodian)?.Repositories.FirstOrDefault(one => one.UniqueId == repositoryUniqueId)?.Iti43 is { } address
            ? new Uri(address)
            : null;

    public bool IsTrusted(string system) => File.TrustedIdentifiers.Contains(system);
}
