using System.CommandLine;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Publisher.Publishing;

namespace HieImaging.Publisher.Commands;

/// <summary>
/// <c>hie-publisher publish</c>: exit 0 when everything is published, 1 when something was refused, 2 when it could not begin.
/// </summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var archive = new Option<string>("--archive") { Required = true, Description = "DICOMweb root of the archive." };
        var to = new Option<string>("--to") { Required = true, Description = "Root of the node." };
        var client = new Option<string>("--client") { Required = true, Description = "The client's id at the node." };
        var key = new Option<string>("--key") { Required = true, Description = "File of the client's private JWK (ES384 or RS384)." };
        var participant = new Option<string>("--participant") { Required = true, Description = "Who publishes." };
        var authority = new Option<string>("--authority")
        {
            Required = true,
            Description = "OID of who gives out the archive's patient numbers."
        };
        var location = new Option<string?>("--location") { Description = "Retrieve Location UID of the archive." };
        var aeTitle = new Option<string?>("--ae-title") { Description = "AE title of the archive." };
        var domain = new Option<string?>("--patient-id-domain")
        {
            Description = "OID of the affinity domain's own patient numbers, asked by $ihe-pix."
        };
        var sourceId = new Option<string?>("--source-id") { Description = "SubmissionSet.sourceId; default: the authority's OID." };
        var zone = new Option<string?>("--time-zone")
        {
            Description = "IANA zone of the archive's times, where its objects name no offset."
        };
        var state = new Option<string?>("--state")
        {
            Description = "File of what was published; default: hie-publisher-PARTICIPANT.state."
        };
        var rate = new Option<double?>("--rate") { Description = "Key objects a second at most." };
        var keepGoing = new Option<bool>("--keep-going") { Description = "Exit 0 although studies were refused." };
        var command = new Command(
            "publish",
            "Publishes an archive's studies as XDS-I.b manifests: the first load in bulk, changes by RAD-68.")
        {
            archive, to, client, key, participant, authority, location, aeTitle, domain, sourceId, zone, state, rate, keepGoing,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            PublishOptions options;
            try
            {
                var given = AssigningAuthority.Parse(parsed.GetRequiredValue(authority));
                options = new PublishOptions
                {
                    Archive = Root(parsed.GetRequiredValue(archive)),
                    Node = Root(parsed.GetRequiredValue(to)),
                    Client = parsed.GetRequiredValue(client),
                    KeyFile = parsed.GetRequiredValue(key),
                    Participant = ParticipantId.Parse(parsed.GetRequiredValue(participant)).Text,
                    Authority = given,
                    Location = parsed.GetValue(location) is { } uid ? RetrieveLocationUid.Parse(uid) : null,
                    AeTitle = parsed.GetValue(aeTitle),
                    PatientIdDomain = parsed.GetValue(domain) is { } oid ? AssigningAuthority.Parse(oid) : null,
                    SourceId = parsed.GetValue(sourceId) is { } source ? Oid.Parse(source) : given.Oid,
                    Zone = parsed.GetValue(zone) is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : null,
                    StateFile = parsed.GetValue(state) ?? $"hie-publisher-{parsed.GetRequiredValue(participant)}.state",
                    Rate = parsed.GetValue(rate) is { } perSecond
                        ? (perSecond > 0 ? perSecond : throw new FormatException("--rate is not above 0."))
                        : null,
                    KeepGoing = parsed.GetValue(keepGoing),
                };
            }
            catch (Exception wrong) when (wrong is FormatException or TimeZoneNotFoundException or InvalidTimeZoneException)
            {
                await Console.Error.WriteLineAsync("hie-publisher: " + wrong.Message);
                return 2;
            }
            return await PublishOnce.RunAsync(options, Console.Out, Console.Error, TimeProvider.System, cancellation);
        });
        return command;
    }

    private static Uri Root(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var root) && root.Scheme is "http" or "https"
            ? root
            : throw new FormatException($"{text} is no http address.");
}
