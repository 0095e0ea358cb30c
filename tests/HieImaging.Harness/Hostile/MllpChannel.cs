using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HieImaging.Hl7v2.Framing;

namespace HieImaging.Harness.Hostile;

/// <summary>Raw bytes to the HL7 v2 door, framing included or broken on purpose.</summary>
public sealed partial class MllpChannel(HostileExchange exchange) : HostileChannel(exchange)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private static int _said;

    private readonly List<string> _harms = [];
    private bool _isPrepared;

    public override string Name => "mllp";

    public override bool Accepts(HostileAnswer answer) => answer.Status == 200;

    public override Expectation Expects(BadInput input) => ExpectationOf(input.Expected);

    /// <summary>A good A08 of A's patient, under a control id that no other message has.</summary>
    public static byte[] Good(string? number = null) => Mllp.Frame(Encoding.ASCII.GetBytes(
        $@"MSH|^~\&|ADT|ORGA|HIE|HIE|20260501100000||ADT^A08^ADT_A01|{FreshControlId()}|P|2.5" + "\rEVN|A08|20260501100000\r"
        + $"PID|1||{number ?? HostileExchange.NumberOfA}^^^ORGA&{HostileExchange.AuthorityOfA}&ISO^MR||ZZCANARY^PHILOMENA||19700101|F\rPV1|1|O\r"));

    public override async Task<HostileAnswer> ControlAsync(CancellationToken cancellation)
    {
        using var conversation = await OpenAsync(cancellation);
        return await conversation.SendAsync(Good(), Patience, cancellation);
    }

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        _harms.Clear();
        using var conversation = await OpenAsync(cancellation);
        if (input.File.Contains('#', StringComparison.Ordinal))
            return WithClient(await conversation.SendAsync(Endless(), Patience, cancellation));
        var bytes = Encoding.Latin1.GetBytes(ControlIds().Replace(
            Encoding.Latin1.GetString(folder.Bytes(input)), match => $"{match.Groups[1].Value}{FreshControlId()}|"));
        var answer = await conversation.SendAsync(bytes, Patience, cancellation);
        if (answer.Status != 0 && await conversation.IsAnsweredTwiceAsync(cancellation))
            _harms.Add("one frame has two answers");
        if (answer.Status != 0 && input.Expected.Contains("stays usable", StringComparison.Ordinal) && !input.Expected.Contains("or close", StringComparison.Ordinal)
            && await conversation.SendAsync(Good(), Patience, cancellation) is { Status: not 200 } after)
            _harms.Add($"the connection is of no more use: {after}");
        return WithClient(answer);
    }

    public override async Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation)
    {
        if (await Exchange.AskStoreAsync<long>($"select count(*) from identity.feed_message where length(answer) = 0") > 0)
            _harms.Add("a message is kept without its answer");
        if (await Exchange.AskStoreAsync<long>("select count(*) from record_locator.source_identity where survivor_id = id") > 0)
            _harms.Add("a number is given up for itself");
        return [.. _harms];
    }

    /// <summary>Reads what a manifest of bad inputs expects of this channel.</summary>
    internal static Expectation ExpectationOf(string expected)
    {
        var statuses = new List<int>();
        if (AcceptedAlternative().IsMatch(expected))
            statuses.Add(200);
        if (Refused().IsMatch(expected))
            statuses.Add(400);
        if (expected.Contains("close", StringComparison.Ordinal) || expected.Contains("ignored", StringComparison.Ordinal))
            statuses.Add(0);
        return new Expectation(statuses, [.. Codes().Matches(expected).SelectMany(match => match.Groups[1].Value.Split('|'))]);
    }

    private static string FreshControlId() => "H" + Interlocked.Increment(ref _said).ToString(CultureInfo.InvariantCulture) + "-" + Environment.ProcessId;

    private Task<MllpConversation> OpenAsync(CancellationToken cancellation) => MllpConversation.OpenAsync(Exchange.Node.Mllp!, cancellation);

    // What the inputs speak of: numbers that may be merged.
    private async Task PrepareAsync(CancellationToken cancellation)
    {
        if (_isPrepared)
            return;
        _isPrepared = true;
        foreach (var number in (string[])["X", "Y"])
        {
            using var conversation = await OpenAsync(cancellation);
            if (await conversation.SendAsync(Good(number), Patience, cancellation) is { Status: not 200 } refused)
                throw new InvalidOperationException($"A patient was not fed: {refused}");
        }
    }

    // The refusal of a sender whom its message names is told under its name.
    private HostileAnswer WithClient(HostileAnswer answer) => answer with
    {
        Client = answer.Headers.GetValueOrDefault("sender") switch
        {
            "ADT|ORGA" => Exchange.A.Adt, "ADT|ORGB" => Exchange.B.Adt, _ => null,
        },
    };

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Endless()
    {
        yield return await Task.FromResult(Encoding.ASCII.GetBytes("\vMSH|^~\\&|ADT|ORGA|HIE|HIE|20260501||ADT^A08|1|P|2.5\r"));
        var more = Encoding.ASCII.GetBytes("NTE|1||" + new string('A', 65_536) + "\r");
        while (true)
            yield return more;
    }

    // The inputs share few control ids; each is a message of its own here.
    [GeneratedRegex(@"(\|ADT\^A\d\d\^ADT_A\d\d\|)(?:MSG0000\d|C\d)\|")]
    private static partial Regex ControlIds();

    [GeneratedRegex(@"^AA\b|MSA-1=AA|\bor AA\b|only A's identifier kept|latest wins")]
    private static partial Regex AcceptedAlternative();

    [GeneratedRegex(@"\bA[ER]\b")]
    private static partial Regex Refused();

    [GeneratedRegex(@"ERR-3=([\d|]+)")]
    private static partial Regex Codes();
}
