using System.Security.Cryptography;
using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>Key objects over one of the doors that take them; what is refused must be refused at each, for the same reason.</summary>
public abstract class KeyObjectChannel(HostileExchange exchange, string door) : HostileChannel(exchange)
{
    // of an attack class of the manifest: the node's own words for the reason under test, in whichever of the doors' languages
    private static readonly Dictionary<string, string[]> Reasons = new(StringComparer.Ordinal)
    {
        ["polyglot"] = ["not-dicom"], ["malformed"] = ["not-dicom"], ["length-lie"] = ["not-dicom", "not-key-object"], ["dos-depth"] = ["TooDeep"],
        ["dos-decompress"] = ["TooLarge"], ["semantics"] = ["not-key-object", "no-evidence"], ["path-traversal"] = ["bad-uid"], ["injection"] = ["bad-uid"],
        ["db-limits"] = ["no-patient"], ["integrity"] = ["XDSPatientIdDoesNotMatch"],
        ["authorization"] = ["contradictory-reference", "XDSNonIdenticalHash", "XDSNonIdenticalSize", "XDSRegistryMetadataError"],
    };

    private Played _last = new([], "", "", "");

    public override string Name => "dicom-kos " + door;

    public override string Serves => "dicom-kos";

    /// <summary>Sends one key object in the name of A's PACS.</summary>
    protected abstract Task<HostileAnswer> SendAsync(byte[] keyObject, CancellationToken cancellation);

    /// <summary>What the door says for the reasons.</summary>
    protected virtual IReadOnlyList<string> InItsWords(IReadOnlyList<string> reasons) => reasons;

    public override Task<HostileAnswer> ControlAsync(CancellationToken cancellation) =>
        SendAsync(KeyObjects.Good(Exchange.A, HostileExchange.NumberOfA, Exchange.FreshUid()), cancellation);

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        var (own, ofB) = (KeyObjects.FreshName(HostileExchange.StudyOfA), KeyObjects.FreshName(HostileExchange.StudyOfB));
        var original = folder.Bytes(input);
        var bytes = KeyObjects.Renamed(KeyObjects.Renamed(original, own), ofB);
        var speaksOfB = original.AsSpan().IndexOf(Encoding.ASCII.GetBytes(ofB.From)) >= 0;
        if (speaksOfB)
            await PublishOfBAsync(input, ofB.To, cancellation);
        _last = new(bytes, own.To, ofB.To, await StudyOfBAsync(ofB.To));
        return await SendAsync(bytes, cancellation);
    }

    /// <summary>Decision 24: where the manifest leaves the choice, an object that a hospital may mean is taken, and one that none can mean is not.</summary>
    public override Expectation Expects(BadInput input) => new Expectation([], InItsWords(Reasons.GetValueOrDefault(input.Class) ?? []))
    {
        Accepted = input.Control || (input.Expected.Contains("accepted", StringComparison.Ordinal) && input.Class != "polyglot"),
    };

    public override async Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation)
    {
        var harms = new List<string>();
        if (await StudyOfBAsync(_last.StudyOfB) != _last.Before)
            harms.Add("B's study is another than before");
        var hash = Convert.ToHexStringLower(SHA256.HashData(_last.Bytes));
        if (answer.IsRefused && await Exchange.AskStoreAsync<long>($"select count(*) from registry.document_content where sha256(content) = decode('{hash}', 'hex')") > 0)
            harms.Add("it was refused and kept");
        if (answer.IsRefused && await Exchange.AskStoreAsync<long>($"select count(*) from record_locator.registered_study where study_uid = '{_last.Study}'") > 0)
            harms.Add("it was refused and its study is registered");
        if (!answer.IsRefused)
            harms.AddRange(await OfStudyAsync(input));
        return harms;
    }

    private async Task<IReadOnlyList<string>> OfStudyAsync(BadInput input)
    {
        var body = await Exchange.AskStoreAsync<string>(
            $"select convert_from(body, 'UTF8') from record_locator.registered_study where study_uid = '{_last.Study}' and custodian = '{Exchange.A.Id}'");
        if (body is null)
            return ["it was accepted and its study is not registered"];
        var harms = new List<string>();
        if (input.Expected.Contains("1 instance", StringComparison.Ordinal) && !body.Contains("\"numberOfInstances\":1,", StringComparison.Ordinal)
            && !body.EndsWith("\"numberOfInstances\":1}", StringComparison.Ordinal))
            harms.Add("an instance that is referenced twice is counted twice");
        if (body.Contains("\\r", StringComparison.Ordinal) || body.Contains("\\u000", StringComparison.Ordinal))
            harms.Add("a control character is kept");
        if (body.Contains("://archive.", StringComparison.Ordinal) || body.Contains("127.0.0.1", StringComparison.Ordinal))
            harms.Add("an address of the key object is kept as one to call");
        return harms;
    }

    // What the input speaks of is there: B has published it. A rejection is another key object, and only of whom it speaks may refuse it.
    private async Task PublishOfBAsync(BadInput input, string study, CancellationToken cancellation)
    {
        var keyObject = KeyObjects.Good(
            Exchange.B, HostileExchange.NumberOfB, study, study + (input.Id.Contains("rejection", StringComparison.Ordinal) ? ".7" : ".9"));
        var answer = await KeyObjectsByStow.SendAsync(Exchange, Exchange.B, keyObject, cancellation);
        if (answer.IsRefused)
            throw new InvalidOperationException($"B could not publish: {answer}");
    }

    private async Task<string> StudyOfBAsync(string study) => await Exchange.AskStoreAsync<string>($"""
        select string_agg(concat_ws(' ', id, version, deleted, custodian, subject, array_to_string(endpoint_ids, ','), array_to_string(locations, ','),
            md5(fold_digest)), ' ' order by id)
        from record_locator.registered_study where study_uid = '{study}' and custodian = '{Exchange.B.Id}'
        """) ?? "";

    /// <param name="Before">B's study as it was.</param>
    private sealed record Played(byte[] Bytes, string Study, string StudyOfB, string Before);
}
