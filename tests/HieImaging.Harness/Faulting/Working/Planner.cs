using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Manifests;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Submitting;

namespace HieImaging.Harness.Faulting.Working;

/// <summary>What the hospitals do next: a mix of operations out of a seed, on patients and studies that bear its number.</summary>
internal sealed class Planner(FaultSite site, Ledger ledger, Senders senders, int seed)
{
    /// <summary>Family name of every patient: no log may ever have it.</summary>
    public const string Family = "Kanarienvogel";

    /// <summary>How every patient's number begins: no log may ever have it.</summary>
    public const string Numbers = "KANARI";

    private const int MostInstances = 3;
    private const int InBulk = 3;
    private const int WithImages = 12;

    private static readonly (OperationKind? Kind, int Weight)[] Mix =
    [
        (null, 5), (OperationKind.Feed, 4), (OperationKind.Provide, 25), (OperationKind.Stow, 19), (OperationKind.Bulk, 13), (OperationKind.Post, 9),
        (OperationKind.Put, 5), (OperationKind.Replace, 10), (OperationKind.Reject, 6), (OperationKind.Refused, 4),
    ];

    private readonly Random _random = new(seed);
    private readonly Queue<Planned> _waiting = [];
    private int _number;
    private int _persons;
    private int _studies;

    /// <summary>The next operation. Called by one at a time.</summary>
    public Planned Next()
    {
        if (_waiting.TryDequeue(out var waiting))
            return waiting;
        var planned = KindOf(_random.Next(Mix.Sum(one => one.Weight))) switch
        {
            OperationKind.Feed => Refeed(),
            OperationKind.Provide => Provided(),
            OperationKind.Stow => Stowed(),
            OperationKind.Bulk => Bulk(),
            OperationKind.Post => Posted(),
            OperationKind.Put => Put(),
            OperationKind.Replace => Replaced(),
            OperationKind.Reject => Rejected(),
            OperationKind.Refused => Refused(),
            _ => null,
        };
        return planned ?? NewPerson();
    }

    private static OperationKind? KindOf(int drawn)
    {
        foreach (var (kind, weight) in Mix)
            if ((drawn -= weight) < 0)
                return kind;
        return null;
    }

    // The domain's own number first; each hospital's follows, in whatever order they arrive.
    private Planned NewPerson()
    {
        var number = ++_persons;
        var hospitals = site.Sites.Select(one => one.Hospital).ToArray();
        _random.Shuffle(hospitals);
        var person = new KnownPerson(
            new PhantomPerson(Family, Given[_random.Next(Given.Length)], new DateOnly(1940, 1, 1).AddDays(_random.Next(25_000)), _random.Next(2) == 0 ? "F" : "M"),
            PatientIdentifier.Create(AssigningAuthority.Parse(PretendDomain.PatientIdDomainOid), $"{Numbers}D{seed}x{number}"),
            $"{Numbers}{seed}x{number}", (400_010_000 + number).ToString(CultureInfo.InvariantCulture), [hospitals[0], hospitals[1]]);
        ledger.Add(person);
        foreach (var hospital in person.At)
            _waiting.Enqueue(FedBy(person, hospital));
        var patient = new PretendFacility.Feeding.PretendPatient { Number = person.DomainId };
        return new Planned(
            Said(OperationKind.Feed, PretendDomain.IdentitySource) with { Patient = $"{person.DomainId.Authority.Urn}|{person.DomainId.Value}" },
            cancellation => senders.FeedAsync(patient, PretendDomain.IdentitySource, cancellation), _ => person.IsUsable = true);
    }

    private Planned? Refeed() => ledger.AnyPerson(_random) is { } person ? FedBy(person, person.At[_random.Next(2)]) : null;

    private Planned FedBy(KnownPerson person, PretendHospital hospital) => new(
        Said(OperationKind.Feed, hospital.Id) with { Patient = person.NumbersFrom(hospital)[0] },
        cancellation => senders.FeedAsync(person.FedBy(hospital), hospital.Adt, cancellation), _ => { });

    private Planned? Provided() => NewStudy(OperationKind.Provide) is { } study ? Provide(study, 2, null) : null;

    private Planned? Replaced() => ledger.Take(_random, study => study.BornBy == OperationKind.Provide) is { } study
        ? Provide(study, (study.Instances % MostInstances) + 1, study.Handle)
        : null;

    private Planned Provide(KnownStudy study, int instances, string? replaces)
    {
        var submission = Submission(study.Hospital, ManifestOf(study, instances), study.Person.DomainId, replaces);
        var entry = submission.Submission.Entries[0].EntryUuid;
        return new Planned(
            Said(replaces is null ? OperationKind.Provide : OperationKind.Replace, study.Hospital.Id) with
            {
                Set = submission.Submission.Set.UniqueId, Studies = [SaidOf(study, instances, submission.DocumentUniqueId, submission.KeyObject.Span)],
            },
            cancellation => senders.ProvideAsync(study.Hospital, submission, cancellation), _ => ledger.Change(study, instances, entry));
    }

    private Planned? Stowed()
    {
        if (NewStudy(OperationKind.Stow) is not { } study)
            return null;
        var manifest = ManifestOf(study, 2);
        var keyObject = KeyObjectWriter.Write(manifest);
        return new Planned(
            Said(OperationKind.Stow, study.Hospital.Id) with { Studies = [SaidOf(study, 2, manifest.KeyObject.Text, keyObject)] },
            cancellation => senders.StowAsync(study.Hospital, keyObject, cancellation), _ => ledger.Change(study, 2, manifest.KeyObject.Text));
    }

    private Planned? Rejected()
    {
        if (ledger.Take(_random, study => study.BornBy is OperationKind.Provide or OperationKind.Stow) is not { } study)
            return null;
        var note = ManifestOf(study, MostInstances) with { Title = new CodedConcept("113039", "DCM", "Data Retention Policy Expired"), Role = ManifestRole.Rejection };
        var keyObject = KeyObjectWriter.Write(note);
        return new Planned(
            Said(OperationKind.Reject, study.Hospital.Id) with { Studies = [SaidOf(study, 0, note.KeyObject.Text, keyObject)] },
            cancellation => senders.StowAsync(study.Hospital, keyObject, cancellation), _ => ledger.Change(study, 0, null));
    }

    private Planned? Bulk()
    {
        if (NewStudy(OperationKind.Bulk) is not { } first)
            return null;
        KnownStudy[] studies = [first, .. Enumerable.Range(1, InBulk - 1).Select(_ => NewStudyOf(first.Person, first.Hospital, OperationKind.Bulk))];
        var manifests = studies.Select(study => ManifestOf(study, 2)).ToList();
        var keyObjects = manifests.Select(manifest => (ReadOnlyMemory<byte>)KeyObjectWriter.Write(manifest)).ToList();
        // 202 is a promise: what it says is found when the queue has come to it, so nothing is read or changed of it before the end
        return new Planned(
            Said(OperationKind.Bulk, first.Hospital.Id) with
            {
                Studies = [.. studies.Select((study, index) => SaidOf(study, 2, manifests[index].KeyObject.Text, keyObjects[index].Span))],
            },
            cancellation => senders.BulkAsync(first.Hospital, keyObjects, cancellation), _ => { });
    }

    private Planned? Posted()
    {
        if (NewStudy(OperationKind.Post) is not { } study)
            return null;
        var body = PhantomResource.Of(study.Hospital, study.Phantom, 2).ToJsonString();
        return new Planned(
            Said(OperationKind.Post, study.Hospital.Id) with { Studies = [SaidOf(study, 2, null, [])] },
            cancellation => senders.ResourceAsync(study.Hospital, body, null, cancellation), id => ledger.Change(study, 2, id));
    }

    private Planned? Put()
    {
        if (ledger.Take(_random, study => study.BornBy == OperationKind.Post) is not { } study)
            return null;
        var (id, instances) = (study.Handle!, (study.Instances % MostInstances) + 1);
        var resource = PhantomResource.Of(study.Hospital, study.Phantom, instances);
        resource["id"] = id;
        // another text each time, or the third version would be the first one again
        resource["description"] = $"CT head {study.Begun}";
        var body = resource.ToJsonString();
        return new Planned(
            Said(OperationKind.Put, study.Hospital.Id) with { Studies = [SaidOf(study, instances, null, [])] },
            cancellation => senders.ResourceAsync(study.Hospital, body, id, cancellation), _ => ledger.Change(study, instances, id));
    }

    private Planned? Refused()
    {
        if (ledger.AnyPerson(_random) is not { } person)
            return null;
        var hospital = person.At[_random.Next(2)];
        var study = new KnownStudy(Phantom(person, hospital), hospital, person, OperationKind.Refused, false);
        var nobody = PatientIdentifier.Create(AssigningAuthority.Parse(PretendDomain.PatientIdDomainOid), $"{Numbers}D{seed}nobody");
        var submission = Submission(hospital, ManifestOf(study, 2), nobody, null);
        return new Planned(
            Said(OperationKind.Refused, hospital.Id) with
            {
                Set = submission.Submission.Set.UniqueId, Studies = [SaidOf(study, 2, submission.DocumentUniqueId, submission.KeyObject.Span)],
            },
            cancellation => senders.ProvideAsync(hospital, submission, cancellation), _ => { });
    }

    private KnownStudy? NewStudy(OperationKind bornBy) =>
        ledger.AnyPerson(_random) is { } person ? NewStudyOf(person, person.At[_random.Next(2)], bornBy) : null;

    private KnownStudy NewStudyOf(KnownPerson person, PretendHospital hospital, OperationKind bornBy)
    {
        var hasImages = _random.Next(WithImages) == 0;
        var study = new KnownStudy(Phantom(person, hospital), hospital, person, bornBy, hasImages);
        if (hasImages)
            foreach (var instance in study.Phantom.Instances())
                site.Sites.Single(one => one.Hospital == hospital).Archive.Hold(instance);
        ledger.Add(study);
        return study;
    }

    private PhantomStudy Phantom(KnownPerson person, PretendHospital hospital) => new()
    {
        Hospital = hospital.Id, Person = person.Person, PatientId = person.Number, Accession = $"F{seed}x{++_studies}", Description = "CT head",
        Series = [new PhantomSeries("CT", "Head 5 mm", MostInstances, 32)],
    };

    // The first instances of the phantom's only series.
    private Manifest ManifestOf(KnownStudy study, int instances)
    {
        var manifest = PhantomManifest.Of(study.Hospital, study.Phantom, SopInstanceUid.Parse(NextUid()));
        var series = manifest.Study.Series[0];
        return manifest with { Study = manifest.Study with { Series = [series with { Instances = [.. series.Instances.Take(instances)] }] } };
    }

    private ImagingSubmission Submission(PretendHospital hospital, Manifest manifest, PatientIdentifier patient, string? replaces)
    {
        var made = ImagingSubmission.Of(hospital, manifest, patient, replaces);
        var resolved = SymbolicIds.Resolve(made.Submission with { Set = made.Submission.Set with { UniqueId = NextUid() } }, NextGuid);
        return new ImagingSubmission(resolved, [new ProvidedDocument(resolved.Entries[0].EntryUuid, made.KeyObject)]);
    }

    private Operation Said(OperationKind kind, string hospital) => new() { Number = ++_number, Kind = kind, Hospital = hospital };

    private static SaidStudy SaidOf(KnownStudy study, int instances, string? document, ReadOnlySpan<byte> content) => new(
        study.Uid, study.Person.NumbersFrom(study.Hospital), document, document is null ? null : Convert.ToHexStringLower(SHA256.HashData(content)), instances, study.HasImages);

    private string NextUid() => DicomUID.Of(NextGuid()).UID;

    private Guid NextGuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(SHA256.HashData([.. bytes, .. Encoding.ASCII.GetBytes($"{seed}")]).AsSpan(0, 16));
    }

    private static readonly string[] Given = ["Adaeze", "Birgit", "Chen", "Dolores", "Emeka", "Fatima", "Gunnar", "Hanako", "Ivan", "Jamila", "Kofi", "Leilani"];
}
