using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Reading;

namespace HieImaging.Publisher.Watching;

/// <summary>
/// What is known between two rounds and need not outlive the process: which studies ask for attention, and which have been missing for how
/// long.
/// </summary>
internal sealed class WatchBook(PublishState state, WatchOptions options)
{
    private readonly Dictionary<string, StudyAttention> _attention = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _missing = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, StudyAttention> Attention => _attention;

    /// <summary>Studies that are published and not listed.</summary>
    public int Missing => _missing.Count;

    /// <summary>Takes in a whole list.</summary>
    public void See(IReadOnlyDictionary<string, ListedStudy> listed, DateTimeOffset now)
    {
        foreach (var (uid, study) in listed)
            Set(uid, StudyAttention.On(study, state.Watched.GetValueOrDefault(uid), _attention.GetValueOrDefault(uid), now));
        foreach (var uid in _attention.Keys.Where(uid => !listed.ContainsKey(uid)).ToList())
            _attention.Remove(uid);
        foreach (var uid in _missing.Keys.Where(uid => listed.ContainsKey(uid) || state.Under(uid).Count == 0).ToList())
            _missing.Remove(uid);
        foreach (var uid in state.Studies.Select(study => study.Key.Study).Where(uid => !listed.ContainsKey(uid)).ToHashSet())
            _missing[uid] = _missing.GetValueOrDefault(uid) + 1;
        foreach (var uid in state.Watched.Keys.Where(uid => !listed.ContainsKey(uid) && state.Under(uid).Count == 0).ToList())
            state.Forget(uid);
    }

    /// <summary>Which may be read now, the longest waiting first.</summary>
    public IReadOnlyList<string> Ready(DateTimeOffset now) =>
        [.. _attention.Where(one => one.Value.ReadyAt(options) <= now).OrderBy(one => one.Value.First).Select(one => one.Key)];

    /// <summary>Studies that have been missing long enough to be asked for.</summary>
    public IReadOnlyList<string> Gone() =>
        [.. _missing.Where(one => one.Value >= options.MissingRounds).Select(one => one.Key).Order(StringComparer.Ordinal)];

    /// <summary>All of it is published.</summary>
    public void Conclude(WatchedStudy study)
    {
        state.Keep(study);
        _attention.Remove(study.Study);
    }

    /// <summary>It was in vain: again later.</summary>
    public void Fail(ListedStudy study, DateTimeOffset now, string? doubted = null)
    {
        var before = _attention.GetValueOrDefault(study.Uid.Text) ?? new StudyAttention(study.Look, now, now);
        _attention[study.Uid.Text] = before.Failed(now, Random.Shared.NextDouble()) with { Doubted = doubted };
    }

    private void Set(string uid, StudyAttention? attention)
    {
        if (attention is null)
            _attention.Remove(uid);
        else
            _attention[uid] = attention;
    }
}
