using System.CommandLine;
using System.CommandLine.Parsing;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Publisher.Publishing;

namespace HieImaging.Publisher.Commands;

/// <summary>What both commands ask about the archive and the node.</summary>
internal sealed class SourceArguments
{
    private readonly Option<string> _archive = new("--archive") { Required = true, Description = "DICOMweb root of the archive." };
    private readonly Option<string> _to = new("--to") { Required = true, Description = "Root of the node." };
    private readonly Option<string> _client = new("--client") { Required = true, Description = "The client's id at the node." };
    private readonly Option<string> _key = new("--key")
    {
        Required = true,
        Description = "File of the client's private JWK (ES384 or RS384)."
    };

    private readonly Option<string> _participant = new("--participant") { Required = true, Description = "Who publishes." };
    private readonly Option<string> _authority = new("--authority")
    {
        Required = true,
        Description = "OID of who gives out the archive's patient numbers."
    };

    private readonly Option<string?> _location = new("--location") { Description = "Retrieve Location UID of the archive." };
    private readonly Option<string?> _aeTitle = new("--ae-title") { Description = "AE title of the archive." };
    private readonly Option<string?> _domain = new("--patient-id-domain")
    {
        Description = "OID of the affinity domain's own patient numbers, asked by $ihe-pix."
    };

    private readonly Option<string?> _sourceId = new("--source-id")
    {
        Description = "SubmissionSet.sourceId; default: the authority's OID."
    };

    private readonly Option<string?> _zone = new("--time-zone")
    {
        Description = "IANA zone of the archive's times, where its objects name no offset."
    };

    private readonly Option<string?> _updated = new("--updated-tag")
    {
        Description = "Tag under which the archive's list says when a study last changed (dcm4chee: 77771021)."
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "File of what was published; default: hie-publisher-PARTICIPANT.state."
    };

    private readonly Option<double?> _rate = new("--rate") { Description = "Key objects a second at most." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
        [
            _archive, _to, _client, _key, _participant, _authority, _location, _aeTitle, _domain, _sourceId, _zone, _updated, _state, _rate,
        ])
            command.Options.Add(option);
    }

    /// <exception cref="FormatException">A value is not what it must be.</exception>
    public PublishOptions Read(ParseResult parsed)
    {
        var authority = AssigningAuthority.Parse(parsed.GetRequiredValue(_authority));
        return new PublishOptions
        {
            Archive = Root(parsed.GetRequiredValue(_archive)),
            Node = Root(parsed.GetRequiredValue(_to)),
            Client = parsed.GetRequiredValue(_client),
            KeyFile = parsed.GetRequiredValue(_key),
            Participant = ParticipantId.Parse(parsed.GetRequiredValue(_participant)).Text,
            Authority = authority,
            Location = parsed.GetValue(_location) is { } uid ? RetrieveLocationUid.Parse(uid) : null,
            AeTitle = parsed.GetValue(_aeTitle),
            PatientIdDomain = parsed.GetValue(_domain) is { } oid ? AssigningAuthority.Parse(oid) : null,
            SourceId = parsed.GetValue(_sourceId) is { } source ? Oid.Parse(source) : authority.Oid,
            Zone = parsed.GetValue(_zone) is { } name ? ZoneOf(name) : null,
            UpdatedTag = parsed.GetValue(_updated) is { } text ? TagOf(text) : null,
            StateFile = parsed.GetValue(_state) ?? $"hie-publisher-{parsed.GetRequiredValue(_participant)}.state",
            Rate = parsed.GetValue(_rate) is { } perSecond
                ? (perSecond > 0 ? perSecond : throw new FormatException("--rate is not above 0."))
                : null,
        };
    }

    private static TimeZoneInfo ZoneOf(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : throw new FormatException($"{name} is no time zone.");

    private static DicomTag TagOf(string text) =>
        DicomTag.TryParse(text, out var tag) ? tag : throw new FormatException($"{text} is no tag.");

    private static Uri Root(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var root) && root.Scheme is "http" or "https"
            ? root
            : throw new FormatException($"{text} is no http address.");
}
