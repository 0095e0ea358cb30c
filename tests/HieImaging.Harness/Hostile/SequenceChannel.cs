using System.Text.Json;
using System.Xml.Linq;
using HieImaging.Dicom;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Publishing;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Harness.Hostile;

/// <summary>Scenarios of several messages over several doors: whatever their order, the exchange must end in one state.</summary>
public sealed class SequenceChannel(HostileExchange exchange) : HostileChannel(exchange)
{
    private readonly List<string> _harms = [];

    public override string Name => "multi";

    public override string? Skips(BadInput input) => PlayOf(input) is null ? "the scenario needs consent, which is not there yet" : null;

    public override Expectation Expects(BadInput input) => new([], []);

    public override Task<HostileAnswer> ControlAsync(CancellationToken cancellation) =>
        KeyObjectsByStow.SendAsync(Exchange, Exchange.A, KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, Exchange.FreshUid()), cancellation);

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        _harms.Clear();
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await PlayOf(input)!(cancellation);
        // a hundred messages may last longer than one answer, and are measured each for itself
        return new HostileAnswer { Status = 200, Took = IsOfMessages(input) ? TimeSpan.Zero : System.Diagnostics.Stopwatch.GetElapsedTime(began) };
    }

    public override Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. _harms]);

    private Func<CancellationToken, Task>? PlayOf(BadInput input) => BadInputFolder.Split(input).Key switch
    {
        "duplicate-manifest-x3" => SameByThreeDoorsAsync,
        "same-uid-different-bytes" => OtherBytesAsync,
        "delete-then-resubmit" => WithdrawnAndSentAgainAsync,
        "two-facilities-same-study-uid" => TwoHoldersAsync,
        "unmerge-a37" => Messages.MergedAndPartedAsync,
        "adt-a08-burst-reordered" => Messages.RevisedInAnyOrderAsync,
        "link-unlink-race" => Messages.LinkedAndUnlinkedAtOnceAsync,
        _ => null,
    };

    private static bool IsOfMessages(BadInput input) => BadInputFolder.Split(input).Key is "unmerge-a37" or "adt-a08-burst-reordered" or "link-unlink-race";

    private MessageScenarios Messages => new(Exchange, Hold);

    private async Task SameByThreeDoorsAsync(CancellationToken cancellation)
    {
        var study = Exchange.FreshUid();
        var keyObject = KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, study);
        Hold("RAD-68 acknowledges", !(await KeyObjectsByRad68.SendAsync(Exchange, keyObject, cancellation)).IsRefused);
        Hold("STOW-RS acknowledges", !(await KeyObjectsByStow.SendAsync(Exchange, Exchange.A, keyObject, cancellation)).IsRefused);
        Hold("POST /manifests acknowledges", !(await KeyObjectsInBulk.SendAsync(Exchange, keyObject, cancellation)).IsRefused);
        var registered = await StudiesAsync(study);
        Hold("one study, of one version", registered is [(var custodian, 1, false)] && custodian == Exchange.A.Id);
        Hold("one document", await CountAsync($"select count(*) from registry.document_entry where unique_id = '{study}.9'") == 1);
    }

    private async Task OtherBytesAsync(CancellationToken cancellation)
    {
        var study = Exchange.FreshUid();
        await KeyObjectsByStow.SendAsync(Exchange, Exchange.A, KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, study), cancellation);
        var before = await StudiesAsync(study);
        var other = KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, Exchange.FreshUid(), keyObject: study + ".9");
        var provided = await KeyObjectsByRad68.SendAsync(Exchange, other, cancellation);
        Hold("RAD-68: XDSNonIdenticalHash", provided.IsRefused && provided.Codes.Contains("XDSNonIdenticalHash"));
        var stored = await KeyObjectsByStow.SendAsync(Exchange, Exchange.A, other, cancellation);
        Hold("STOW-RS: 409, duplicate SOP instance", stored.Status == 409 && stored.Codes.Contains("273"));
        Hold("the bulk intake refuses it", (await KeyObjectsInBulk.SendAsync(Exchange, other, cancellation)).IsRefused);
        Hold("the first is as it was", (await StudiesAsync(study)).SequenceEqual(before) && before.Count == 1);
    }

    private async Task WithdrawnAndSentAgainAsync(CancellationToken cancellation)
    {
        var study = Exchange.FreshUid();
        var keyObject = KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, study);
        await KeyObjectsByStow.SendAsync(Exchange, Exchange.A, keyObject, cancellation);
        var entry = await Exchange.AskStoreAsync<string>($"select id from registry.document_entry where unique_id = '{study}.9'");
        Hold("ITI-57 withdraws", !(await WithdrawAsync(entry!, cancellation)).IsRefused);
        Hold("it is gone", await StudiesAsync(study) is [(_, 2, true)] && await FoundAsync(Exchange.A, study, cancellation) == 0);
        Hold("it is taken again", !(await KeyObjectsByStow.SendAsync(Exchange, Exchange.A, keyObject, cancellation)).IsRefused);
        Hold("it is found once", await FoundAsync(Exchange.A, study, cancellation) == 1);
        Hold("its history is kept", await StudiesAsync(study) is [(_, 3, false)]);
    }

    private async Task TwoHoldersAsync(CancellationToken cancellation)
    {
        var study = Exchange.FreshUid();
        await KeyObjectsByStow.SendAsync(Exchange, Exchange.A, KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, study), cancellation);
        var before = await StudiesAsync(study);
        var ofB = KeyObjects.Good(Exchange.B, HostileExchange.NumberOfB, study, keyObject: study + ".8");
        Hold("B's is taken", !(await KeyObjectsByStow.SendAsync(Exchange, Exchange.B, ofB, cancellation)).IsRefused);
        var after = await StudiesAsync(study);
        Hold("two holdings", after.Count == 2 && after.Select(one => one.Custodian).Order(StringComparer.Ordinal).SequenceEqual([Exchange.A.Id, Exchange.B.Id]));
        Hold("A's is as it was", before.All(after.Contains));
        Hold("each hospital finds its own", await FoundAsync(Exchange.A, study, cancellation) == 1 && await FoundAsync(Exchange.B, study, cancellation) == 1);
    }

    // Of several connections at once.
    private void Hold(string what, bool holds)
    {
        lock (_harms)
            if (!holds)
                _harms.Add("not so: " + what);
    }

    private async Task<IReadOnlyList<(string Custodian, int Version, bool Deleted)>> StudiesAsync(string study)
    {
        var rows = await Exchange.AskStoreAsync<string>(
            $"select json_agg(json_build_array(custodian, version, deleted) order by custodian)::text from record_locator.registered_study where study_uid = '{study}'");
        return rows is null ? [] : [.. JsonDocument.Parse(rows).RootElement.EnumerateArray().Select(row => (row[0].GetString()!, row[1].GetInt32(), row[2].GetBoolean()))];
    }

    private async Task<long> CountAsync(string sql) => await Exchange.AskStoreAsync<long>(sql);

    private async Task<int> FoundAsync(PretendHospital hospital, string study, CancellationToken cancellation)
    {
        var answer = await Exchange.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"fhir/ImagingStudy?identifier=urn:dicom:uid|urn:oid:{study}"), hospital.Ehr, cancellation);
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.TryGetProperty("entry", out var entries)
            ? entries.EnumerateArray().Count(entry => entry.GetProperty("search").GetProperty("mode").GetString() == "match")
            : 0;
    }

    private async Task<HostileAnswer> WithdrawAsync(string entry, CancellationToken cancellation)
    {
        var patient = Exchange.A.Patient(HostileExchange.NumberOfA);                // a bare key object stands under its source's number
        var set = ImagingSubmission.Of(Exchange.A, KeyObjects.GoodManifest(Exchange.A, HostileExchange.NumberOfA, Exchange.FreshUid()), patient)
            .Submission.Set with { EntryUuid = "set", UniqueId = DicomUID.New().UID };
        var update = SubmissionWriter.Write(new Submission
        {
            Set = set,
            Entries = [],
            Associations =
            [
                new Association
                {
                    EntryUuid = "update", Type = AssociationType.UpdateAvailabilityStatus, Source = "set", Target = entry,
                    OriginalStatus = AvailabilityStatus.Approved, NewStatus = AvailabilityStatus.Deprecated,
                },
            ],
        });
        var envelope =
            "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:a=\"http://www.w3.org/2005/08/addressing\"><s:Header>" +
            "<a:Action>urn:ihe:iti:2010:UpdateDocumentSet</a:Action></s:Header>" +
            $"<s:Body>{update.ToString(SaveOptions.DisableFormatting)}</s:Body></s:Envelope>";
        var request = KeyObjects.Post("xds/registry", System.Text.Encoding.UTF8.GetBytes(envelope), "application/soap+xml; charset=utf-8");
        return SoapAnswers.Read(await Exchange.SendAsync(request, Exchange.A.Pacs, cancellation));
    }
}
