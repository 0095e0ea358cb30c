using HieImaging.Bench.Measuring;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;

namespace HieImaging.Bench.Appearing;

/// <summary>People whom two hospitals know, each under numbers of its own; both have fed the same trusted number, and the links have arisen.</summary>
internal sealed record SharedPeople(PretendHospital One, PretendHospital Other, int Count)
{
    // Named, so that nothing is warned about; nobody retrieves.
    private const string Archive = "http://127.0.0.1:9/dicom-web";

    public static async Task<SharedPeople> FedAsync(Site site, int count, CancellationToken cancellation)
    {
        var people = new SharedPeople(await site.HospitalAsync(Archive), site.FreshHospital(), count);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (person, stop) =>
        {
            await FeedAsync(site, people.One, people.NumberAtOne(person), person, stop);
            await FeedAsync(site, people.Other, people.NumberAtOther(person), person, stop);
        });
        await site.SettledAsync(TimeSpan.FromMinutes(2));
        return people;
    }

    public string NumberAtOne(int person) => $"1-{person:00000}";

    public string NumberAtOther(int person) => $"2-{person:00000}";

    /// <summary>A study of the person at the first hospital.</summary>
    public PhantomStudy Study(int person, string accession) => new()
    {
        Hospital = One.Id,
        Person = Person(person),
        PatientId = NumberAtOne(person),
        Accession = accession,
        Description = "CT head",
        Series = [new PhantomSeries("CT", "Head 5 mm", 20, 16)],
    };

    private static PhantomPerson Person(int person) =>
        new($"Shared{person:00000}", "Bea", new DateOnly(1940, 1, 1).AddDays(person * 17 % 20_000), "F");

    private static async Task FeedAsync(Site site, PretendHospital hospital, string number, int person, CancellationToken cancellation)
    {
        var who = Person(person);
        var patient = new PretendPatient
        {
            Number = hospital.Patient(number), Others = [(PretendDomain.TrustedIdentifier, $"900-{person:0000000}")],
            Family = who.Family, Given = [who.Given], BirthDate = who.Born, Gender = "female",
        };
        using var answer = await new AdtPlayer(site.Http).FeedAsync(patient, await site.TokenAsync(hospital.Adt), cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"ITI-104 was answered by {(int)answer.StatusCode}.");
    }
}
