using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Json;
using HieImaging.FhirServer.Declaring;
using HieImaging.Manifests;
using HieImaging.Manifests.ImagingStudies;
using HieImaging.Manifests.KeyObjects;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Receiving;

/// <summary>An ImagingStudy in a call: for which custodian it speaks, and what it reads as.</summary>
internal sealed record SubmittedStudy(FhirCall Call, Participant Custodian, ResourceIds Ids)
{
    private JsonElement Root => Call.Resource!.Root;

    /// <summary>As they came; canonical where the door knows no others.</summary>
    public ReadOnlyMemory<byte> Content => Call.Received;

    public string MimeType => Call.ReceivedType;

    /// <summary>Security labels, as codes of confidentiality.</summary>
    public IReadOnlyList<Code> Labels => !Root.TryGetProperty("meta", out var meta) || !meta.TryGetProperty("security", out var labels) ? []
        : [.. labels.EnumerateArray().Where(label => label.TryGetProperty("code", out _)).Select(label => new Code(
            label.GetProperty("code").GetString()!,
            label.TryGetProperty("system", out var system) ? system.GetString() : null,
            label.TryGetProperty("display", out var display) ? display.GetString() : null))];

    /// <summary>The custodian that the resource's extension names among those for whom the caller acts, else the caller's own participant;
    /// null: one for whom it does not act.</summary>
    public static Participant? CustodianOf(JsonElement study, Caller caller, ResourceIds ids)
    {
        if (!study.TryGetProperty("extension", out var extensions)
            || extensions.EnumerateArray()
                    .FirstOrDefault(one => JsonMembers.Text(one, "url") == ImagingStudyWriter.CustodianExtension)
                is not { ValueKind: JsonValueKind.Object } extension)
            return caller.Participant;
        var named = extension.TryGetProperty("valueReference", out var value) && value.TryGetProperty("reference", out var reference)
            ? reference.GetString()!.Split('/')[^1]
            : null;
        return caller.Own.FirstOrDefault(id => ids.Organization(ParticipantId.Parse(id)) == named) is { } own
            ? caller.Domain.Participant(own)
            : null;
    }

    /// <param name="replaces">entryUUID of the document in whose place it is.</param>
    public async Task<IncomingSubmission> Incoming(DocumentSession session, string? replaces, CancellationToken cancellation)
    {
        var caller = Call.Http.Caller();
        var reading = ImagingStudyReader.Read(Root, new ImagingStudyTerms
        {
            Custodian = CustodianTerms.Of(
                caller.Domain, Custodian, Call.Http.RequestServices.GetRequiredService<IOptions<SubmittingOptions>>().Value.KeyObject),
            Subject = await Subject(session, cancellation),
            Endpoints = Endpoints(),
            Document = ImagingStudySubmission.UniqueIdOf(Custodian, Content.Span, replaces),
            Received = session.Now,
        });
        return ImagingStudySubmission.Of(
            Call.Id is null ? ImagingStudyWrites.Create : ImagingStudyWrites.Update, caller, Custodian, Content, MimeType, reading, Labels,
            replaces, session.Now);
    }

    // Patient/s-…: what that source identity is called
    private async Task<PatientIdentifier?> Subject(DocumentSession session, CancellationToken cancellation)
    {
        if (!Root.TryGetProperty("subject", out var subject) || !subject.TryGetProperty("reference", out var reference)
            || reference.GetString()!.Split('/')[^1] is not (['s', '-', ..] and var id))
            return null;
        var named = await session.FirstOrDefaultAsync($"""
            select authority, value from record_locator.source_identity where id = {id}
            union all select authority, value from record_locator.manifest_patient where id = {id} limit 1
            """, row => (Authority: row.GetString(0), Value: row.GetString(1)), cancellation);
        return named.Authority is not null
            && PatientIdentifier.TryCreate(AssigningAuthority.Parse(named.Authority), named.Value, out var identifier) ? identifier : null;
    }

    private Dictionary<string, RetrieveLocationUid?> Endpoints()
    {
        var custodian = ParticipantId.Parse(Custodian.Id);
        var ways = new Dictionary<string, RetrieveLocationUid?>(StringComparer.Ordinal);
        foreach (var location in Custodian.Archives.SelectMany(archive => archive.RetrieveLocationUids))
            if (RetrieveLocationUid.TryParse(location, out var uid))
                ways[Ids.Endpoint(custodian, uid)] = uid;
        ways[Ids.Endpoint(custodian, null)] = null;
        return ways;
    }
}
