using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.SystemTests.Harness;
using HieImaging.AffinityDomain.Identifiers;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>A hospital whose archive is watched: nobody publishes anything by hand.</summary>
public abstract class WatchStory(Exchange exchange, WatchedArchive watched) : RegistryStory(exchange)
{
    private readonly string _state = Path.Combine(Checkout.NewFolder("watch"), "published.state");
    private readonly List<PublisherProcess> _publishers = [];

    protected WatchedArchive Watched { get; } = watched;

    protected PretendHospital Hospital { get; } = exchange.FreshHospital();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Watched.EmptyAsync();
    }

    public override async Task DisposeAsync()
    {
        var logs = _publishers.SelectMany(publisher => publisher.Log).ToList();
        foreach (var publisher in _publishers)
            await publisher.DisposeAsync();
        AssertNoCanary(logs);
        await base.DisposeAsync();
    }

    /// <summary>Starts the watch, or starts it again with what it remembers.</summary>
    protected async Task<PublisherProcess> WatchAsync(params string[] more)
    {
        var publisher = await PublisherProcess.StartAsync(Exchange, Hospital, Watched.Proxy.DicomWeb, _state, more);
        _publishers.Add(publisher);
        return publisher;
    }

    /// <summary>One pass over the archive with the same memory; its last line.</summary>
    protected async Task<string> PublishOnceAsync() =>
        (await PublisherProcess.PublishAsync(Exchange, Hospital, Watched.Proxy.DicomWeb, _state)).Trim().Split('\n')[^1];

    /// <summary>Somebody whom the hospital and the domain know, each by a number of its own, and who is known to be the same.</summary>
    protected async Task<(PhantomPerson Person, string Number)> KnownPersonAsync()
    {
        var (person, number, trusted) = (FreshPerson(), FreshPatientNumber(), (PretendDomain.TrustedIdentifier, FreshPatientNumber("9")));
        await FeedAsync(Hospital, person, number, trusted);
        var domainId = PatientIdentifier.Create(AssigningAuthority.Parse(PretendDomain.PatientIdDomainOid), FreshPatientNumber("D"));
        await FeedAsync(new PretendPatient
        {
            Number = domainId, Others = [trusted], Family = person.Family, Given = [person.Given], BirthDate = person.Born, Gender = "female",
        }, PretendDomain.IdentitySource);
        return (person, number);
    }

    protected async Task StoreAsync(PhantomStudy study)
    {
        foreach (var instance in study.Instances())
            Assert.True(await Watched.Archive.Inside.StoreAsync(instance.Part10, CancellationToken.None));
    }

    /// <summary>The study as the archive's own hospital sees it.</summary>
    protected async Task<PretendFacility.Archives.HeldStudy> HeldAsync(PhantomStudy study) =>
        (await Watched.Archive.Inside.StudiesAsync(CancellationToken.None)).Single(one => one.StudyUid == study.StudyUid);

    /// <summary>Studies that the hospital's EHR finds by the number, in order of their text.</summary>
    protected async Task<IReadOnlyList<string>> FoundAsync(string number) =>
        [.. (await StudiesAsync(Hospital.Ehr, ByNumber(Hospital, number) + "&_count=100")).Order(StringComparer.Ordinal)];

    protected Task UntilFoundAsync(string number, params IEnumerable<PhantomStudy> studies)
    {
        var expected = studies.Select(study => study.StudyUid).Order(StringComparer.Ordinal).ToList();
        return Deadline.Until($"{expected.Count} studies are found", async () => expected.SequenceEqual(await FoundAsync(number)));
    }

    /// <summary>Documents of the hospital that are not deprecated.</summary>
    protected async Task<long> ApprovedAsync() => (long)(await Exchange.ScalarAsync(
        $"select count(*) from registry.document_entry where custodian = '{Hospital.Id}' and status = 'Approved'"))!;
}
