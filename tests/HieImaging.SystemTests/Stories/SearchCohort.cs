using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;

namespace HieImaging.SystemTests.Stories;

/// <summary>A study that was published by chance, as its hospital knows it.</summary>
/// <param name="Person">Index of the person in the cohort.</param>
/// <param name="Sensitive">Labelled very restricted: its custodian's alone.</param>
internal sealed record CohortStudy(PretendHospital Hospital, int Person, Manifest Manifest, bool Sensitive)
{
    public string Uid => Manifest.Study.Uid.Text;

    public IReadOnlyList<string> Modalities => Manifest.Study.Modalities;

    public string Accession => Manifest.Study.Accessions[0].Number;

    public DateOnly Started => Manifest.Study.Started!.Date;

    public IEnumerable<string> Regions => Manifest.Study.Series.Select(series => series.Region?.Value).OfType<string>();

    public IEnumerable<string> Classes => Manifest.Study.Series.SelectMany(series => series.Instances).Select(instance => instance.SopClass);

    /// <summary>Retrievable: its archive is registered.</summary>
    public bool HasEndpoint => Manifest.Study.Series.Any(series => series.Locations.Any(location => location.Uid?.Text == Hospital.RetrieveLocationUid));

    /// <summary>Anything that a manifest can say of what a search asks.</summary>
    public static CohortStudy Any(Random random, PretendHospital hospital, int person, PhantomStudy phantom)
    {
        var manifest = PhantomManifest.Of(hospital, phantom);
        string[] regions = ["774007", "63337009", "80891009"];
        string[] referrers = ["Okafor^Adaeze^^Dr", "Strand^Liv", "Okada^Ken"];
        return new CohortStudy(hospital, person, manifest with
        {
            Study = manifest.Study with
            {
                Started = new Moment(new DateOnly(2020 + random.Next(5), random.Next(1, 13), random.Next(1, 28)), null, null),
                ReferringPhysician = random.Next(3) == 0 ? null : referrers[random.Next(referrers.Length)],
                Series = [.. manifest.Study.Series.Select(series => series with
                {
                    Region = random.Next(2) == 0 ? null : new CodedConcept(regions[random.Next(regions.Length)], "SCT", "Region " + random.Next(3)),
                    Locations = random.Next(4) == 0
                        ? [new SeriesLocation(RetrieveLocationUid.Parse("1.3.6.1.4.1.21367.13.99.9"), null, null)]
                        : series.Locations,
                })],
            },
        }, random.Next(5) == 0);
    }
}

/// <summary>Who asks: a hospital's EHR, for a purpose, with its scopes narrowed or not.</summary>
internal sealed record CohortCaller(PretendHospital Hospital, string Purpose, string? Modality)
{
    public bool Treats => Purpose == "TREAT";

    /// <summary>The policy in three lines, told by somebody else than the node.</summary>
    public bool Sees(CohortStudy study) =>
        (study.Hospital == Hospital || (Treats && !study.Sensitive)) && (Modality is null || study.Modalities.Contains(Modality));
}
