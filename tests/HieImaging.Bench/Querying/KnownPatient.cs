using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;

namespace HieImaging.Bench.Querying;

/// <summary>The n-th patient of the load, whom both hospitals know, and the studies that the north has of him. All numbers are of one length,
/// so that every document is.</summary>
internal sealed record KnownPatient(int Number)
{
    public string AtNorth => Text("N", Number);

    public string AtSouth => Text("S", Number);

    public string Carried => Text("9", Number);

    /// <summary>Instances in each of a study's two series: with them a document has about 3 KB.</summary>
    public const int Instances = 4;

    /// <summary>When a study was made, as its document writes it, without the zone.</summary>
    public const string Started = "2024-03-05T09:30:00";

    /// <summary>What in a study's UIDs and accession number is its own.</summary>
    public static string Digits(long study) => (1_000_000_000 + study).ToString(CultureInfo.InvariantCulture);

    /// <summary>The root of all UIDs of a study, and its Study Instance UID.</summary>
    public static string StudyUid(long study) => "1.2.826.0.1.3680043.8.498." + Digits(study);

    public static string Accession(long study) => "A" + Digits(study);

    public PretendPatient Told(PretendHospital hospital, string number) => new()
    {
        Number = hospital.Patient(number),
        Others = [(PretendDomain.TrustedIdentifier, Carried)],
        Family = "Okafor",
        Given = ["Adaeze"],
        BirthDate = new DateOnly(1961, 4, 2),
        Gender = "female",
    };

    /// <summary>A study as the north's PACS would tell of it: 2 series.</summary>
    /// <param name="study">Its number in the whole load.</param>
    /// <param name="instances">In each series.</param>
    public Manifest Study(PretendHospital north, long study, int instances)
    {
        var manifest = PhantomManifest.Of(north, new PhantomStudy
        {
            Hospital = north.Id,
            Person = new PhantomPerson("Okafor", "Adaeze", new DateOnly(1961, 4, 2), "F"),
            PatientId = AtNorth,
            Accession = Accession(study),
            Description = "CT head",
            Series = [PhantomSeries.Ct(instances), PhantomSeries.Ct(instances)],
        });
        var uid = StudyUid(study);
        return manifest with
        {
            Study = manifest.Study with
            {
                Uid = StudyInstanceUid.Parse(uid),
                Series = [.. manifest.Study.Series.Select((series, number) => series with
                {
                    Uid = SeriesInstanceUid.Parse($"{uid}.{number + 1}"),
                    Instances = [.. series.Instances.Select((instance, at) => instance with
                    {
                        Uid = SopInstanceUid.Parse($"{uid}.{number + 1}.{at + 1}"),
                    })],
                })],
            },
        };
    }

    private static string Text(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{10_000_000 + number}");
}
