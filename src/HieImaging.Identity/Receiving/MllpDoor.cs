using HieImaging.AffinityDomain.Transactions;
using HieImaging.Hl7v2.Messages;

namespace HieImaging.Identity.Receiving;

/// <summary>The table of HL7 v2 transactions: one line each, by message type and event, and where one event is two transactions by
/// version.</summary>
internal sealed class MllpDoor
{
    private readonly Dictionary<(string Type, string Event), List<MllpLine>> _lines = [];

    /// <summary>One line of the table.</summary>
    /// <param name="transaction">Its scope is asked for before the message is answered.</param>
    /// <param name="message">MSH-9.1 and MSH-9.2: <c>QBP^Q23</c>.</param>
    /// <param name="versions">MSH-12 by which it is this transaction and no other; none: every version that the node takes.</param>
    public MllpDoor Map(Transaction transaction, string message, MllpAnswer answer, params string[] versions)
    {
        var parts = message.Split('^');
        var key = (parts[0], parts[1]);
        if (!_lines.TryGetValue(key, out var lines))
            _lines[key] = lines = [];
        lines.Add(new MllpLine(transaction, answer, versions));
        return this;
    }

    /// <summary>The line of a message; null where there is none.</summary>
    public MllpLine? Of(Hl7Message message) =>
        _lines.GetValueOrDefault((message.Type, message.Event)) is { } lines
            ? lines.Find(line => line.Versions.Contains(message.Version)) ?? lines.Find(line => line.Versions.Length == 0) ?? lines[0]
            : null;

    /// <summary>Whether any event of the type is answered.</summary>
    public bool HasType(string type) => _lines.Keys.Any(key => key.Type == type);
}

internal sealed record MllpLine(Transaction Transaction, MllpAnswer Answer, string[] Versions);
