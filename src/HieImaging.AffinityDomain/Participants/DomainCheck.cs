using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.AffinityDomain.Participants;

/// <summary>What is wrong with an affinity-domain file, in the operator's words; nothing wrong: an empty list.</summary>
public static class DomainCheck
{
    public static IReadOnlyList<string> Of(AffinityDomainFile file) =>
    [
        .. Oids(file), .. Participants(file), .. Authorities(file), .. Clients(file), .. Archives(file), .. Repositories(file),
        .. PatientIds(file),
    ];

    private static IEnumerable<string> Oids(AffinityDomainFile file)
    {
        foreach (var (name, value) in new[]
            { ("oid", file.Oid), ("homeCommunityId", file.HomeCommunityId), ("repositoryUniqueId", file.RepositoryUniqueId) })
            if (!Oid.TryParse(value, out _))
                yield return $"{name} is not an OID: {value}";
        foreach (var system in file.TrustedIdentifiers)
            if (!system.StartsWith("urn:oid:", StringComparison.Ordinal) || !Oid.TryParse(system, out _))
                yield return $"trustedIdentifiers: {system} is not urn:oid: and an OID";
    }

    private static IEnumerable<string> Participants(AffinityDomainFile file)
    {
        foreach (var twice in Twice(file.Participants.Select(p => p.Id)))
            yield return $"participant {twice} is there twice";
        foreach (var twice in Twice(file.Participants.SelectMany(p => p.SourceIds)))
            yield return $"sourceId {twice} means two participants";
        foreach (var participant in file.Participants)
        {
            if (!ParticipantId.TryParse(participant.Id, out _))
                yield return $"participant id {participant.Id} is not of lower-case letters, digits and hyphens";
            if (participant.Oid is not null && !Oid.TryParse(participant.Oid, out _))
                yield return $"participant {participant.Id}: oid is not an OID";
            if (participant.TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(participant.TimeZone, out _))
                yield return $"participant {participant.Id}: time zone {participant.TimeZone} is unknown";
            if (participant.AccessionAuthority is not null && !Oid.TryParse(participant.AccessionAuthority, out _))
                yield return $"participant {participant.Id}: accessionAuthority is not an OID";
            foreach (var sourceId in participant.SourceIds.Where(s => !Oid.TryParse(s, out _)))
                yield return $"participant {participant.Id}: sourceId {sourceId} is not an OID";
        }
    }

    private static IEnumerable<string> Authorities(AffinityDomainFile file)
    {
        var known = file.Participants.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var twice in Twice(file.Authorities.Select(a => a.Oid)))
            yield return $"authority {twice} is there twice";
        foreach (var twice in Twice(file.Authorities.Where(a => a.Namespace is not null).Select(a => a.Namespace!)))
            yield return $"namespace {twice} means two authorities";
        foreach (var authority in file.Authorities)
        {
            if (!Oid.TryParse(authority.Oid, out _))
                yield return $"authority {authority.Oid} is not an OID";
            foreach (var name in authority.UsedBy
                .Concat(authority.DefaultFor)
                .Concat(authority.Feeder is null ? [] : [authority.Feeder])
                .Where(n => !known.Contains(n)))
                yield return $"authority {authority.Oid} speaks of {name}, who is no participant";
        }
        foreach (var twice in Twice(file.Authorities.SelectMany(a => a.DefaultFor)))
            yield return $"{twice} has two default authorities";
    }

    private static IEnumerable<string> Clients(AffinityDomainFile file)
    {
        var known = file.Participants.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        var clients = file.Participants.SelectMany(p => p.Clients).ToList();
        foreach (var twice in Twice(clients.Select(c => c.Id)))
            yield return $"client {twice} is there twice";
        foreach (var twice in Twice(clients.SelectMany(c => c.Certificates)))
            yield return $"certificate {twice} means two clients";
        foreach (var twice in Twice(clients.SelectMany(c => c.Mllp)))
            yield return $"mllp {twice} means two clients";
        foreach (var client in clients)
        {
            foreach (var name in client.Mllp.Where(n => n.Count(c => c == '|') != 1 || n.StartsWith('|')))
                yield return $"client {client.Id}: mllp {name} is not application|facility";
            foreach (var name in client.ActsFor.Where(n => !known.Contains(n)))
                yield return $"client {client.Id} acts for {name}, who is no participant";
            foreach (var thumbprint in client.Certificates.Where(t =>
                t.Length != 71 || !t.StartsWith("sha256:", StringComparison.Ordinal) || !t[7..].All(char.IsAsciiHexDigit)))
                yield return $"client {client.Id}: certificate {thumbprint} is not sha256: and 64 hexadecimal digits";
        }
    }

    private static IEnumerable<string> Archives(AffinityDomainFile file)
    {
        foreach (var participant in file.Participants)
        {
            if (participant.Archives.Count(a => a.Default) > 1)
                yield return $"participant {participant.Id} has two default archives";
            foreach (var twice in Twice(participant.Archives.SelectMany(a => a.RetrieveLocationUids)))
                yield return $"participant {participant.Id}: location {twice} means two archives";
            foreach (var location in participant.Archives.SelectMany(a => a.RetrieveLocationUids).Where(l => !Oid.TryParse(l, out _)))
                yield return $"participant {participant.Id}: retrieveLocationUid {location} is not an OID";
            foreach (var address in participant.Archives.Select(a => a.DicomWeb).OfType<string>())
                if (!IsHttp(address))
                    yield return $"participant {participant.Id}: dicomWeb {address} is not an http(s) address without credentials";
        }
    }

    private static IEnumerable<string> Repositories(AffinityDomainFile file)
    {
        var ids = file.Participants.SelectMany(p => p.Repositories).Select(r => r.UniqueId);
        foreach (var twice in Twice(ids.Append(file.RepositoryUniqueId)))
            yield return $"repository {twice} is there twice";
        foreach (var (participant, repository) in file.Participants.SelectMany(p => p.Repositories.Select(r => (p.Id, r))))
        {
            if (!Oid.TryParse(repository.UniqueId, out _))
                yield return $"participant {participant}: repository {repository.UniqueId} is not an OID";
            if (repository.Iti43 is { } address && !IsHttp(address))
                yield return $"participant {participant}: iti43 {address} is not an http(s) address without credentials";
        }
    }

    private static bool IsHttp(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", UserInfo: "" };

    private static IEnumerable<string> PatientIds(AffinityDomainFile file)
    {
        if (file.PatientIdDomain.Mode == PatientIdMode.Local)
            yield break;
        if (!Oid.TryParse(file.PatientIdDomain.Oid, out _))
            yield return "patientIdDomain.oid is not an OID";
        if (file.Participants.All(p => p.Id != file.PatientIdDomain.Feeder))
            yield return "patientIdDomain.feeder is no participant";
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names) =>
        names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);
}
