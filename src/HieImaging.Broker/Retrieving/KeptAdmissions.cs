using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HieImaging.RecordLocator.Studies;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;

namespace HieImaging.Broker.Retrieving;

/// <summary>
/// A viewer asks for a study frame by frame. The first admission commits that the study is open to the caller until an instant; within that
/// the following ones are counted, and told as one record. An admission is of one <see cref="Caller"/>, which is one token, certificate,
/// purpose and domain in force, and ends with the word that the study has changed, with the connection that brings that word, or by the clock.
/// </summary>
internal sealed class KeptAdmissions(AdmissionOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Key, KeptAdmission> _open = new();
    private readonly Dictionary<KeptAdmission, int> _ended = [];
    private readonly Lock _gate = new();
    private volatile bool _hears;
    private long _words;

    /// <summary>How much was heard: what was read before the last word may be old.</summary>
    public long Words => Volatile.Read(ref _words);

    /// <summary>Until when an admission of now would be open; null where none is kept.</summary>
    public DateTimeOffset? Until() => _hears && options.KeptFor > TimeSpan.Zero && _open.Count < options.Most ? clock.GetUtcNow() + options.KeptFor : null;

    /// <summary>What this caller was admitted to; null: it is to be admitted.</summary>
    public KeptAdmission? Find(Caller caller, RetrieveRequest request) =>
        request.Instance is not null && _open.TryGetValue(Key.Of(caller, request), out var kept) && clock.GetUtcNow() < kept.Until ? kept : null;

    /// <param name="begun">Committed, with its <see cref="AuditRecord.Until"/>.</param>
    /// <param name="words">Heard before the study was read; where more was heard since, the admission is the request's alone.</param>
    public KeptAdmission? Keep(Caller caller, RetrieveRequest request, RegisteredStudy study, AuditRecord begun, long words)
    {
        if (begun.Until is not { } until || !_hears || words != Words)
            return null;
        var (key, kept) = (Key.Of(caller, request), new KeptAdmission(study, begun, until));
        _open[key] = kept;
        if (_hears && words == Words)
            return kept;
        _open.TryRemove(new(key, kept));                       // a word came between
        return null;
    }

    /// <summary>A retrieval under it has come to its good end.</summary>
    public void Completed(KeptAdmission kept)
    {
        lock (_gate)
            _ended[kept] = _ended.GetValueOrDefault(kept) + 1;
    }

    /// <summary>Takes what is to be told of admissions that are over, and forgets them.</summary>
    /// <param name="all">Also of those that are not: the process ends.</param>
    public IReadOnlyList<(KeptAdmission Kept, int Count)> TakeEnded(bool all)
    {
        var now = clock.GetUtcNow();
        foreach (var over in _open.Where(one => all || one.Value.Until <= now))
            _open.TryRemove(over);
        lock (_gate)
        {
            List<(KeptAdmission, int)> taken = [.. _ended.Where(one => all || one.Key.Until <= now).Select(one => (one.Key, one.Value))];
            taken.ForEach(one => _ended.Remove(one.Item1));
            return taken;
        }
    }

    /// <summary>It was not told: it is to be told still.</summary>
    public void GiveBack(IReadOnlyList<(KeptAdmission Kept, int Count)> untold)
    {
        lock (_gate)
            foreach (var (kept, count) in untold)
                _ended[kept] = _ended.GetValueOrDefault(kept) + count;
    }

    public void Hears()
    {
        Interlocked.Increment(ref _words);
        _hears = true;
    }

    public void HearsNoMore()
    {
        _hears = false;
        Interlocked.Increment(ref _words);
        _open.Clear();
    }

    /// <summary>Who may see the study is to be asked again.</summary>
    public void Changed(string studyInstanceUid)
    {
        Interlocked.Increment(ref _words);
        foreach (var open in _open.Where(one => one.Key.Study == studyInstanceUid))
            _open.TryRemove(open);
    }

    private readonly record struct Key(ByReference Caller, string? Custodian, string Study)
    {
        public static Key Of(Caller caller, RetrieveRequest request) => new(new ByReference(caller), request.Custodian?.Text, request.Study.Text);
    }

    // Another token, certificate or domain is another object; what it holds need not be compared.
    private readonly struct ByReference(Caller caller) : IEquatable<ByReference>
    {
        private readonly Caller _caller = caller;

        public bool Equals(ByReference other) => ReferenceEquals(_caller, other._caller);

        public override bool Equals(object? other) => other is ByReference reference && Equals(reference);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(_caller);
    }
}

/// <summary>A study that is open to a caller for a moment.</summary>
internal sealed class KeptAdmission(RegisteredStudy study, AuditRecord begun, DateTimeOffset until)
{
    public RegisteredStudy Study => study;

    /// <summary>The record that was committed.</summary>
    public AuditRecord Begun => begun;

    public DateTimeOffset Until => until;
}
