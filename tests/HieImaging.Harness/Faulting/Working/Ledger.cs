using HieImaging.PretendFacility.Domains;

namespace HieImaging.Harness.Faulting.Working;

/// <summary>What the hospitals know of their own patients and studies.</summary>
internal sealed class Ledger
{
    private const int Recent = 24;
    private const int Guesses = 24;

    private readonly Lock _lock = new();
    private readonly List<KnownPerson> _persons = [];
    private readonly List<KnownStudy> _studies = [];

    public void Add(KnownPerson person)
    {
        lock (_lock)
            _persons.Add(person);
    }

    public void Add(KnownStudy study)
    {
        lock (_lock)
        {
            _studies.Add(study);
            study.Person.Studies.Add(study);
        }
    }

    /// <summary>One of the last persons, if the domain knows him already.</summary>
    public KnownPerson? AnyPerson(Random random)
    {
        lock (_lock)
        {
            if (_persons.Count == 0)
                return null;
            var person = _persons[^random.Next(1, Math.Min(Recent, _persons.Count) + 1)];
            return person.IsUsable ? person : null;
        }
    }

    /// <summary>A study with nothing under way, to be changed by the caller alone until <see cref="Change"/>.</summary>
    public KnownStudy? Take(Random random, Func<KnownStudy, bool> which)
    {
        lock (_lock)
        {
            if (Guess(random, study => study is { IsAcknowledged: true, IsBusy: false, Instances: > 0, Handle: not null } && which(study)) is not { } taken)
                return null;
            taken.IsBusy = true;
            taken.Begun++;
            return taken;
        }
    }

    /// <summary>The change was acknowledged.</summary>
    public void Change(KnownStudy study, int instances, string? handle)
    {
        lock (_lock)
            (study.Instances, study.Handle, study.IsAcknowledged, study.IsBusy) = (instances, handle ?? study.Handle, true, false);
    }

    /// <summary>An acknowledged study as it is now, to be read.</summary>
    public SeenStudy? AnyStudy(Random random, Func<KnownStudy, bool> which)
    {
        lock (_lock)
            return Guess(random, study => study is { IsAcknowledged: true, IsBusy: false } && which(study)) is { } study
                ? new SeenStudy(study, study.Begun, study.Instances)
                : null;
    }

    /// <summary>The acknowledged studies of a person at one hospital, as they are now.</summary>
    public IReadOnlyList<SeenStudy> StudiesOf(KnownPerson person, PretendHospital hospital)
    {
        lock (_lock)
            return [.. person.Studies.Where(study => study.Hospital == hospital && study is { IsAcknowledged: true, IsBusy: false })
                .Select(study => new SeenStudy(study, study.Begun, study.Instances))];
    }

    /// <summary>Whether nothing was begun on the study since it was seen.</summary>
    public bool IsStill(SeenStudy seen)
    {
        lock (_lock)
            return seen.Study.Begun == seen.Begun;
    }

    private KnownStudy? Guess(Random random, Func<KnownStudy, bool> which)
    {
        for (var guess = 0; guess < Guesses && _studies.Count > 0; guess++)
            if (_studies[random.Next(_studies.Count)] is var study && which(study))
                return study;
        return null;
    }
}

/// <summary>A study as its hospital knew it at one moment.</summary>
internal sealed record SeenStudy(KnownStudy Study, int Begun, int Instances);
